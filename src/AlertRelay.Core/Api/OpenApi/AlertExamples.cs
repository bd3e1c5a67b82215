using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Detection;
using AlertRelay.Feeds;

namespace AlertRelay.Api.OpenApi;

/// <summary>Example responses in the document, serialised like real ones: alerts and what is said about them. All examples are about the first.</summary>
internal static class AlertExamples
{
    public static readonly DateTimeOffset
        Published = new(2020, 1, 3, 9, 30, 0, TimeSpan.Zero),
        Detected = new(2020, 1, 3, 9, 31, 12, TimeSpan.Zero);

    public static readonly Area Iran = new("IR", "Iran");

    public static readonly Level
        AllTravel = new("avoid_all_travel_to_whole_country", "Advises against all travel", Severity.Extreme, Step: 8),
        AllButEssential = new("avoid_all_but_essential_travel_to_whole_country", "Advises against all but essential travel", Severity.Severe, Step: 4);

    private const string Key = "a3d49720-0e0f-53e3-8831-c41361e39aa6";

    private static readonly Evidence Document = new(
        new Uri("https://www.gov.uk/api/content/foreign-travel-advice/iran"), Detected, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "\"5e0f1a2b\"");

    public static Alert Alert() => new()
    {
        Id = AlertId.Of(ChannelExamples.Id, Key, 3),
        Channel = ChannelExamples.Id,
        Authority = ChannelExamples.Channel.Authority,
        Key = Key,
        Revision = 3,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        References = [AlertId.Of(ChannelExamples.Id, Key, 2)],
        Category = Category.Travel,
        Title = "Iran travel advice",
        Headline = "UK raises Iran to Advises against all travel (was Advises against all but essential travel)",
        Summary = "The Foreign Office now advises against all travel to Iran.",
        Text = "The Foreign Office now advises against all travel to Iran.",
        Level = AllTravel,
        PreviousLevel = AllButEssential,
        Areas = [Iran],
        Language = "en",
        PublishedAt = Published,
        DetectedAt = Detected,
        Link = new Uri("https://www.gov.uk/foreign-travel-advice/iran"),
        Diff = new TextDiff(["all but essential travel"], ["all travel"]),
        Evidence = Document,
    };

    public static AlertPage Alerts() => new([Alert()], "MjAyMC0wMS0wM1QwOTozMToxMlo");

    public static RevisionList Revisions()
    {
        var alert = Alert();
        var headline = "UK updates Iran (still Advises against all but essential travel)";
        return new([new(alert.References[0], 2, ChangeKind.Revised, headline, AllButEssential, Detected.AddDays(-1))], []);
    }

    public static AlertPage HealthEvents() => new([ChannelExamples.Failing.ToAlert(ChannelExamples.Channel, Document, Detected)], Cursor: null);

    public static FilterTestResponse FilterTest() => new(Count: 1, Examined: 412, Complete: true, [AlertSummary.Of(Alert())]);

    public static BackTestResponse BackTest() =>
        new(Count: 1, new Dictionary<string, int> { [ChannelExamples.Id] = 1 }, Examined: 412, Complete: true, [AlertSummary.Of(Alert())]);

    public static NoticeResponse Notice() => NoticeResponse.Whole(State());

    public static NoticeList Notices() => new([NoticeResponse.WithoutText(State())], Count: 1);

    public static JsonNode JsonFeed()
    {
        var alert = Alert();
        var page = $"https://relay.example.org/alerts/{alert.Id}";
        var item = new JsonFeed.Item(
            FeedLinks.IdOf(alert.Id), page, alert.Link.AbsoluteUri, alert.Headline, $"<p>{alert.Summary}</p>", alert.Summary, AtomFeed.Time(alert.DetectedAt),
            [new JsonFeed.Author(alert.Authority)], ["travel", "raised", Iran.Code], alert.Language,
            new JsonFeed.Extension(alert.Id, alert.Channel, "raised", "Extreme", $"{page}.json", $"{page}.cap.xml"));
        var feed = new JsonFeed.Feed(
            "https://jsonfeed.org/version/1.1", "Alerts", "https://relay.example.org/alerts", "https://relay.example.org/feeds/alerts.json", null, [item]);
        return JsonSerializer.SerializeToNode(feed, JsonFeedContext.Wire.Feed)!;
    }

    private static NoticeState State()
    {
        var alert = Alert();
        return new NoticeState
        {
            Key = Key,
            LastNotified = new()
            {
                Key = Key,
                Title = alert.Title,
                Link = alert.Link,
                Level = AllTravel,
                Areas = [Iran],
                Text = alert.Text,
                Summary = alert.Summary,
                UpdatedAt = Published,
            },
            LastNotifiedAt = Detected,
            Reason = DecisionReason.Raised.Text(),
            ReasonCode = DecisionReason.Raised,
            DecidedAt = Detected,
            Revision = alert.Revision,
            LastObservedAt = Detected,
            Alerts = [.. alert.References, alert.Id],
        };
    }
}
