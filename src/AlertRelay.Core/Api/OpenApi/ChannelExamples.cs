using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Api.OpenApi;

/// <summary>Example responses about channels, as the built-in catalogue describes them, and about countries.</summary>
internal static class ChannelExamples
{
    public const string Id = "uk-fcdo-travel";

    private const string FailingId = "us-state-travel";

    private static readonly ChannelCatalog Catalog = ChannelCatalog.Load(directory: null);

    public static readonly DateTimeOffset Now = AlertExamples.Detected.AddMinutes(10);

    public static Channel Channel => Catalog.Find(Id)!;

    public static HealthEvent Failing => new(HealthKind.Failing, 1, "HTTP 503 (5 polls in a row)", Ends: null);

    public static ChannelResponse One() => ChannelResponse.WithHistory(Channel, State());

    public static ChannelList All() => new([ChannelResponse.Of(Channel, State())]);

    public static PollNowResponse Poll() => new(Id, Now.AddMinutes(1), Running: false);

    public static TryResponse Try() => new(
        Id, "https://publisher.example.org/feed.xml", Read: true, Entries: 226, EntriesUnreadable: 0,
        [new ListedNotice("a3d49720-0e0f-53e3-8831-c41361e39aa6", "", [], AlertExamples.Published, "/api/content/foreign-travel-advice/iran")], []);

    /// <summary>The worst first.</summary>
    public static IReadOnlyList<ChannelOverview> Overview() =>
    [
        ChannelOverview.Of(Catalog.Find(FailingId)!, FailingState(), Now),
        ChannelOverview.Of(Channel, State(), Now),
    ];

    public static CountryList Countries() => CountryList.Of(Now, [Picture()]);

    public static CountryResponse Country() => CountryResponse.Of(
        Picture(),
        [new LevelStep(AlertExamples.Detected, Id, "UK", AlertExamples.AllButEssential, AlertExamples.AllTravel, AlertExamples.Alert().Id)]);

    private static CountryPicture Picture()
    {
        var alert = AlertExamples.Alert();
        return CountryPicture.Of(
            AlertExamples.Iran, Now,
            [
                new AuthorityLevel
                {
                    Channel = Id,
                    Authority = Channel.Authority,
                    Government = "UK",
                    GovernmentCode = Channel.Country,
                    State = Knowledge.Known,
                    Whole = AlertExamples.AllTravel,
                    Since = alert.DetectedAt,
                    PublishedAt = alert.PublishedAt,
                    LastReadAt = Now,
                    Link = alert.Link,
                    Alert = alert.Id,
                    Evidence = alert.Evidence,
                },
            ]);
    }

    private static ChannelState State() => new()
    {
        Channel = Id,
        LastPollAt = Now,
        LastGoodPollAt = Now,
        NextPollAt = Now + Channel.Interval,
        LastAlertAt = AlertExamples.Detected,
        Notices = 226,
        Polls = Polled(PollMark.Unchanged, PollMark.Read, PollMark.Unchanged),
    };

    private static ChannelState FailingState()
    {
        var since = Now.AddHours(-1);
        var id = HealthEvent.IdOf(Catalog.Find(FailingId)!, 1);
        return new()
        {
            Channel = FailingId,
            LastPollAt = Now,
            LastGoodPollAt = since.AddMinutes(-15),
            NextPollAt = Now.AddMinutes(15),
            Failures = 5,
            LastError = "HTTP 503",
            Health = HealthState.Healthy with { Troubles = [new OngoingProblem(HealthKind.Failing, since, Failing.Detail, id, Now)] },
            Polls = Polled(PollMark.Read, PollMark.Failed, PollMark.Failed),
        };
    }

    private static string? Polled(params PollMark[] outcomes) => outcomes.Index().Aggregate(
        (string?)null, (history, poll) => PollHistory.With(history, Now.AddMinutes(5 * (poll.Index + 1 - outcomes.Length)), poll.Item));
}
