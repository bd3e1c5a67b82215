using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Fetching;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>A channel and its notices with everything that can be known of them.</summary>
internal static class SomeChannels
{
    private const string Name = "xx-rich";

    private static readonly DateTimeOffset Noon = Samples.Noon;

    private static readonly Evidence Evidence = SomeAlerts.Rich.Evidence;

    private static readonly NoticeState RichNotice = Samples.NoticeState("rich", "Text of it") with
    {
        LastNotifiedAt = Noon.AddHours(2),
        ReadBy = "feed 3 0a1b2c3d",
        ObservedFingerprint = new string('d', 64),
        NewestDate = Noon.AddDays(-1),
        MissingEvidence = Evidence,
        LastEvidence = Evidence with { ETag = "\"another\"" },
    };

    private static readonly NoticeState LongNotice = new()
    {
        Key = "long",
        LastNotified = Samples.Notice("long", SomeAlerts.Long.Text),
        LastNotifiedAt = Noon.AddHours(1),
        Revision = 2,
        Reason = "told: new",
        DecidedAt = Noon,
    };

    /// <summary>Known by the index only: its page was never read.</summary>
    private static readonly NoticeState Listed = new()
    {
        Key = "https://publisher.example.org/a/key?with=all#kinds of letters é",
        FromBaseline = true,
        Page = new PageState(new Uri("https://publisher.example.org/page"), "stamp 1", null, null, null, null, 6, Noon.AddDays(1)),
    };

    public static IReadOnlyList<NoticeState> Notices => [RichNotice, LongNotice, Listed];

    public static IReadOnlyList<NoticeVersion> Past =>
    [
        new NoticeVersion(Samples.Notice("rich", "An earlier text"), Noon.AddDays(-9), Noon.AddHours(2)),
        new NoticeVersion(Samples.Notice("rich", "The first text"), Noon.AddDays(-20), Noon.AddDays(-9)),
        new NoticeVersion(Samples.Notice("long", SomeAlerts.Long.Text[..2000]), Noon.AddDays(-3), Noon.AddHours(1)),
    ];

    private static OngoingProblem OfKind(HealthKind kind, int number) => new(kind, Noon.AddDays(-number), $"trouble {number}", $"hlt_{number}", Noon);

    public static ChannelState Rich(int version)
    {
        var known = Samples.ChannelState(Name, version);
        return known with
        {
            Documents = new Dictionary<string, DocumentState>(known.Documents)
            {
                ["https://publisher.example.org/account"] = new(
                    new CacheValidators("W/\"3\"", null, null), Noon, 3, Noon, null, new TimelineState("12345", "67890", new DateOnly(2026, 3, 2), 17)),
            },
            PagesFailing = 2,
            PagesAt = Noon.AddHours(3),
            Remarks = ["2 notices came back under other ids"],
            SoonestAt = Noon.AddMinutes(5),
            RaisedElsewhere = new RaisePropagation(Noon.AddMinutes(-3), ["IR", "IQ"]),
            ReadBy = "feed 3 0a1b2c3d",
            Health = new HealthState
            {
                Troubles = [.. Enum.GetValues<HealthKind>().Select(OfKind)],
                Activity = [Noon.AddDays(-4), Noon.AddDays(-2)],
                ReturnedAt = Noon.AddDays(-1),
                Events = 9,
            },
        };
    }
}
