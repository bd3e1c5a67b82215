using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.OpenApi;

/// <summary>Example responses in the document, serialised like real ones.</summary>
internal static class ResponseExamples
{
    private const string SubscriptionId = "sub_01DXR5V0G0Z6WQ0N8M3K7T2B4C", AlertId = "alt_5f0c1d2e3b4a59687786", DeliveryId = "dlv_0a1b2c3d4e5f60718293";

    private static readonly DateTimeOffset
        Published = new(2020, 1, 3, 9, 30, 0, TimeSpan.Zero),
        Detected = new(2020, 1, 3, 9, 31, 12, TimeSpan.Zero),
        Created = new(2020, 1, 2, 8, 0, 0, TimeSpan.Zero);

    public static Alert Alert() => new()
    {
        Id = AlertId,
        Channel = "uk-fcdo-travel",
        Authority = "Foreign, Commonwealth & Development Office",
        Key = "iran",
        Revision = 3,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        References = ["alt_4e0b1c2d3a495867"],
        Category = Category.Travel,
        Title = "Iran",
        Headline = "UK raises Iran: all travel advised against (was: all but essential)",
        Summary = "The office now advises against all travel.",
        Text = "The office now advises against all travel to Iran.",
        Level = new Level("avoid_all_travel_to_whole_country", "Advises against all travel", Severity.Extreme, Step: 4),
        PreviousLevel = new Level("avoid_all_but_essential_travel_to_whole_country", "Advises against all but essential travel", Severity.Severe, Step: 2),
        Areas = [new Area("IR", "Iran")],
        Language = "en",
        PublishedAt = Published,
        DetectedAt = Detected,
        Link = new Uri("https://www.gov.uk/foreign-travel-advice/iran"),
        Diff = new TextDiff(["all but essential travel"], ["all travel"]),
        Evidence = new Evidence(
            new Uri("https://www.gov.uk/api/content/foreign-travel-advice/iran"),
            Detected,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "\"5e0f1a2b\""),
    };

    public static AlertPage Alerts() => new([Alert()], "MjAyMC0wMS0wM1QwOTozMToxMlo");

    public static RevisionList Revisions()
    {
        var alert = Alert();
        return new(
            [
                new(alert.References[0], 2, ChangeKind.Revised, "UK updates Iran (still Advises against all but essential travel)", alert.PreviousLevel!,
                    Detected.AddDays(-1)),
            ],
            []);
    }

    public static SubscriptionResponse Subscription() => new(
        SubscriptionId, "acme", "travel security", "https://receiver.example.org/travel", "webhook",
        new Filter
        {
            Categories = [Category.Travel],
            Countries = ["IR", "IQ"],
            MinimumSeverity = Severity.Severe,
            Changes = [ChangeKind.Issued, ChangeKind.Raised],
        },
        NotificationSettings.None, new Dictionary<string, string>(), SubscriptionStatus.Active, StatusReason: null, Created, Created, FailingSince: null,
        OnTrial: false, Version: 2,
        new VerificationResponse(Created, OwnershipProof.Challenge, RatePerMinute: null, CallbackUntil: null), LastSequence: 42);

    public static SubscriptionResponse NewSubscription() => Subscription() with { Secret = "whsec_RXhhbXBsZSBvZiBhIHNlY3JldCwgb2Ygbm9ib2R5Lg==" };

    public static DeliveryResponse Delivery() => Listed() with
    {
        Attempts =
        [
            new AttemptResponse(
                1,
                Detected,
                10_000,
                StatusCode: null,
                DeliveryError.Timeout,
                ResponseStart: null,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                new TimingsResponse(3.1, 12.4, 20.8, null)),
            new AttemptResponse(
                2,
                Detected.AddSeconds(35),
                84,
                StatusCode: 204,
                Error: null,
                ResponseStart: "",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                new TimingsResponse(null, null, null, 83.2)),
        ],
    };

    public static DeliveryList Deliveries() => new([Listed() with { Headline = Alert().Headline }], Cursor: null);

    public static DeliveryList AlertDeliveries() => new([Listed() with { SubscriptionName = "duty desk", Tenant = "acme" }], Cursor: null);

    public static DeliveryList Undelivered() => new(
        [
            Listed() with
            {
                Status = DeliveryStatus.Dead,
                AttemptCount = 10,
                Reason = "answered HTTP 503",
                SubscriptionName = "duty desk",
                Tenant = "acme",
                Headline = Alert().Headline,
            },
        ],
        Cursor: null);

    public static ExplanationResponse Explanation() => new(
        AlertId, SubscriptionId, "duty desk", DeliveryRule.Filter, "Not sent: the filter's countries are IQ, LB; the alert is about IR.",
        new FilterMismatch(FilterMember.Countries, ["IQ", "LB"], ["IR"]), Since: null, Until: null, ChangedAt: null, Delivery: null);

    public static QuietList Silences() => new([Quiet(matches: null)], Cursor: null);

    public static QuietResponse SilencesOfOne() => Quiet(matches: 3) with { Count = new SilencedCount(Created.AddDays(-30), Examined: 412, Complete: true) };

    public static TestResponse Test() =>
        new(
            "delivered", "The receiver has the test alert.", Delivered: true, Accepted: true, StatusCode: 204, Error: null, Reason: null,
            TookMilliseconds: 84, ResponseStart: "", new TimingsResponse(3.1, 12.4, 20.8, 83.2));

    public static RecoveryResponse Recovery() => new(DryRun: true, Count: 3, Dead: 1, Untried: 2, Superseded: 0, Complete: true);

    public static FilterTestResponse FilterTest() => new(Count: 1, Examined: 412, Complete: true, [AlertSummary.Of(Alert())]);

    public static BackTestResponse BackTest() =>
        new(Count: 1, new Dictionary<string, int> { ["uk-fcdo-travel"] = 1 }, Examined: 412, Complete: true, [AlertSummary.Of(Alert())]);

    public static KeyResponse Key() =>
        new("key_Q2F0YWxvZ3Vl", "travel desk", "acme", Role.Subscriber, Created, Created.AddYears(10), LastUsedAt: null, ReplacedBy: null,
            "ark_" + new string('x', 43));

    public static RotatedKeyResponse RotatedKey() => new(Key(), Created.AddDays(1));

    private static QuietResponse Quiet(int? matches) => new(
        SubscriptionId, "duty desk", "acme", SubscriptionStatus.Active, Version: 5,
        new QuietHoursResponse(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Berlin", QuietNow: false, Setter()),
        [new SilenceResponse(0, new Filter { Countries = ["IQ"] }, Created.AddDays(7), "evacuation exercise", Setter(), matches)]);

    private static SetterResponse Setter() => new("key_Q2F0YWxvZ3Vl", "travel desk", Created);

    private static DeliveryResponse Listed() =>
        new(DeliveryId, AlertId, SubscriptionId, DeliveryStatus.Delivered, AttemptCount: 2, Detected.AddSeconds(35), NextAttemptAt: null, Reason: null,
        Sequence: 42, SupersededBy: null);
}
