using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>An entry of a CSAF document's revision history.</summary>
internal sealed record CsafRevision(string Number, DateTimeOffset At, string Summary)
{
    /// <summary>Oldest first; a version that its author forgot to enter is the last one.</summary>
    public static IReadOnlyList<CsafRevision> In(JsonElement tracking)
    {
        var released = ReleaseOf(tracking);
        var version = tracking.NeededText("version");
        var entered = tracking.NeededList("revision_history").Select(revision => Of(revision, released)).OrderBy(revision => revision.At).ToList();
        return entered.Exists(revision => revision.Number == version) ? entered : [.. entered, new CsafRevision(version, released, "")];
    }

    /// <summary>Of the version shown.</summary>
    public static DateTimeOffset ReleaseOf(JsonElement tracking) =>
        WrittenDates.Read(tracking.NeededText("current_release_date")) ?? throw new ShapeException("\"current_release_date\" is no date");

    /// <summary>
    /// The revisions that are news by themselves. What an index dated before the channel was first read was not read (<see cref="Channel.PagesWithin"/>), so
    /// what is older than that span is history and not news, whenever it is read.
    /// </summary>
    public static IReadOnlyList<CsafRevision> News(IReadOnlyList<CsafRevision> revisions, CsafOptions options, TimeSpan? within) =>
    [
        .. revisions.Skip(1)
            .Where(revision => options.News?.IsMatch(revision.Summary) ?? true)
            .Where(revision => within is null || revision.At > revisions[^1].At - within),
    ];

    private static CsafRevision Of(JsonElement revision, DateTimeOffset released) =>
        new(Line(revision, "number"), WrittenDates.Read(revision.Text("date")) ?? released, Line(revision, "summary"));

    private static string Line(JsonElement revision, string name) => CanonicalText.Line(revision.Text(name) ?? "");
}
