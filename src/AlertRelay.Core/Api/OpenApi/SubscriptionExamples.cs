using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.OpenApi;

/// <summary>Example responses about subscriptions and their deliveries.</summary>
internal static class SubscriptionExamples
{
    public const string Id = "sub_01DXR5V0G0Z6WQ0N8M3K7T2B4C", Tenant = "acme";

    public static readonly DateTimeOffset Created = new(2020, 1, 2, 8, 0, 0, TimeSpan.Zero);

    private const string Secret = "whsec_RXhhbXBsZSBvZiBhIHNlY3JldCwgb2Ygbm9ib2R5Lg==", Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly Setter Owner = new(OperatorExamples.KeyId, OperatorExamples.KeyName, Created);

    public static SubscriptionResponse One() => SubscriptionResponse.Of(Stored()) with { LastSequence = 42 };

    public static SubscriptionResponse New() => SubscriptionResponse.Of(Stored(), Secret);

    public static SubscriptionList All() => new([SubscriptionResponse.Of(Stored())], Cursor: null);

    public static SubscriptionResponse Renamed() => SubscriptionResponse.Of(Changed() with { Name = "night desk" });

    public static SubscriptionResponse Paused() =>
        SubscriptionResponse.Of(Changed() with { Status = SubscriptionStatus.Paused, StatusReason = "paused by its owner" });

    public static SubscriptionResponse Resumed() => SubscriptionResponse.Of(Changed());

    public static SubscriptionResponse Verified() => SubscriptionResponse.Of(Changed());

    public static ConfirmationResponse Confirmation() => new(Id, SubscriptionStatus.Active);

    public static RotatedSecretResponse RotatedSecret() => new(Secret, Changed().UpdatedAt.AddDays(1), SubscriptionResponse.Of(Changed()));

    public static TestResponse Test() =>
        TestResponse.Of(new DeliveryOutcome.Delivered(204) { Took = TimeSpan.FromMilliseconds(84), ResponseStart = "", Timings = Timings() });

    public static QuietList Silences() => new([QuietResponse.Of(Quiet(), Created)], Cursor: null);

    public static QuietResponse SilencesOfOne()
    {
        var quiet = QuietResponse.Of(Quiet(), Created);
        return quiet with
        {
            Silences = [quiet.Silences[0] with { Matches = 3 }],
            Count = new SilencedCount(Created.AddDays(-30), Examined: 412, Complete: true),
        };
    }

    public static DeliveryResponse Delivery() => Listed() with
    {
        Attempts =
        [
            new(
                1, AlertExamples.Detected, 10_000, StatusCode: null, DeliveryError.Timeout, ResponseStart: null, Trace,
                TimingsResponse.Of(Timings() with { FirstByte = null })),
            new(2, AlertExamples.Detected.AddSeconds(35), 84, StatusCode: 204, Error: null, ResponseStart: "", Trace, TimingsResponse.Of(Timings())),
        ],
    };

    public static DeliveryResponse Retried() =>
        Listed() with { Status = DeliveryStatus.Pending, UpdatedAt = ChannelExamples.Now, NextAttemptAt = ChannelExamples.Now };

    public static DeliveryList Deliveries() => new([Listed() with { Headline = AlertExamples.Alert().Headline }], Cursor: null);

    public static DeliveryList AlertDeliveries() => new([Listed() with { SubscriptionName = Stored().Name, Tenant = Tenant }], Cursor: null);

    public static DeliveryList Undelivered() => new(
        [
            Listed() with
            {
                Status = DeliveryStatus.Dead,
                AttemptCount = 10,
                Reason = "answered HTTP 503",
                SubscriptionName = Stored().Name,
                Tenant = Tenant,
                Headline = AlertExamples.Alert().Headline,
            },
        ],
        Cursor: null);

    public static ExplanationResponse Explanation() => ExplanationResponse.Of(
        AlertExamples.Alert(), Stored() with { Filter = new Filter { Countries = ["IQ", "LB"] } },
        new DeliveryExplanation(DeliveryRule.Filter) { Member = FilterMember.Countries });

    public static RecoveryResponse WouldRecover() => new(DryRun: true, Count: 3, Dead: 1, Untried: 2, Superseded: 0, Complete: true);

    public static RecoveryResponse RetriedDead() => new(DryRun: false, Count: 1, Dead: 1, Untried: 0, Superseded: 0, Complete: true);

    public static Subscription Stored() => new()
    {
        Id = Id,
        Tenant = Tenant,
        Name = "travel security",
        Target = new Uri("https://receiver.example.org/travel"),
        Filter = new Filter
        {
            Categories = [Category.Travel],
            Countries = ["IR", "IQ"],
            MinimumSeverity = Severity.Severe,
            Changes = [ChangeKind.Issued, ChangeKind.Raised],
        },
        Ownership = new Ownership { ProvedAt = Created, Proof = OwnershipProof.Challenge },
        CreatedAt = Created,
        UpdatedAt = Created,
    };

    private static Subscription Changed() => Stored() with { UpdatedAt = Created.AddHours(1), Version = 2 };

    private static Subscription Quiet() => Stored() with
    {
        Version = 5,
        Noise = new NotificationSettings
        {
            QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Berlin"),
            Silences = [new Silence(new Filter { Countries = ["IQ"] }, Created.AddDays(7), "evacuation exercise")],
        },
        NoiseSetters = new NoiseSetters { QuietHours = Owner, Silences = [Owner] },
    };

    private static DeliveryResponse Listed()
    {
        var alert = AlertExamples.Alert();
        return new(
            DeliveryId.Of(alert.Id, Id), alert.Id, Id, DeliveryStatus.Delivered, AttemptCount: 2, AlertExamples.Detected.AddSeconds(35), NextAttemptAt: null,
            Reason: null, Sequence: 42, SupersededBy: null);
    }

    private static SendTimings Timings() => new(
        TimeSpan.FromMilliseconds(3.1), TimeSpan.FromMilliseconds(12.4), TimeSpan.FromMilliseconds(20.8), TimeSpan.FromMilliseconds(83.2));
}
