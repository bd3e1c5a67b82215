using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>A channel health event.</summary>
/// <param name="Number">The channel's own count, from 1.</param>
/// <param name="Ends">Id of the event that this one ends.</param>
internal sealed record HealthEvent(HealthKind Kind, int Number, string Detail, string? Ends)
{
    // No notice's key begins with a colon.
    private const string Key = ":health";

    public static string IdOf(Channel channel, int number) => AlertId.Of(channel.Id, Key, number);

    public static string Words(HealthKind kind) => kind switch
    {
        HealthKind.Failing => "not being read",
        HealthKind.ShapeChanged => "another shape than before",
        HealthKind.Silent => "silence",
        HealthKind.TwoVersions => "two versions in turn",
        HealthKind.MassChange => "too much changed at once",
        HealthKind.Clock => "a clock that is off",
        HealthKind.Slow => "slow reading",
        HealthKind.PagesFailing => "pages that cannot be read",
        HealthKind.EntriesUnreadable => "entries that cannot be read",
        HealthKind.LevelsUnreadable => "levels that cannot be read",
        HealthKind.PlacesUnreadable => "places that cannot be read",
        HealthKind.Moved => "moved to another host",
        HealthKind.Recovered => "well again",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of health without words."),
    };

    /// <param name="evidence">The last document that was read, or the URL that could not be read.</param>
    public Alert ToAlert(Channel channel, Evidence evidence, DateTimeOffset at) => new()
    {
        Id = IdOf(channel, Number),
        Channel = channel.Id,
        Authority = channel.Authority,
        Key = Key,
        Revision = Number,
        Change = Ends is null ? ChangeKind.Issued : ChangeKind.Withdrawn,
        Health = Kind,
        MessageType = Ends is null ? MessageType.Alert : MessageType.Cancel,
        References = Ends is null ? [] : [Ends],
        Category = channel.Category,
        Title = $"{channel.Name}: {Words(Kind)}",
        Headline = $"{channel.Id}: {Words(Kind)}: {Detail}",
        Summary = Detail,
        Level = Level.None,
        Language = "en",
        DetectedAt = at,
        Link = channel.Homepage,
        Evidence = evidence,
    };
}
