using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What a look at a channel came to, before anything is stored.</summary>
/// <param name="Changed">States that differ from the stored ones.</param>
/// <param name="Past">The versions that they replace.</param>
/// <param name="Proofs">The documents behind what is told, and behind what is held and may be told later.</param>
/// <param name="PagesFailing">Pages that could not be read several times in a row.</param>
public sealed record PollAnalysis(
    DetectionResult Findings,
    IReadOnlyList<NoticeState> Changed,
    IReadOnlyList<NoticeVersion> Past,
    IReadOnlyList<EvidenceDocument> Proofs,
    int PagesRead,
    int PagesFailing,
    int Notices,
    DateTimeOffset? LookAt,
    int PagesDue,
    DateTimeOffset? PagesAt)
{
    /// <summary>Null when no notices were looked at.</summary>
    public ReadingGaps? Gaps { get; init; }

    /// <summary>Of a page that moved for good to a host that nobody has checked: where to.</summary>
    public string? PageMoved { get; init; }

    public static PollAnalysis Nothing(ChannelState state) =>
        new(DetectionResult.Nothing, [], [], [], 0, state.PagesFailing, state.Notices, state.LookAt, state.PagesDue, state.PagesAt);

    public static PollAnalysis Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyDictionary<string, NoticeState> after, DetectionResult findings,
        IReadOnlyList<EvidenceDocument> documents, int pagesRead, DateTimeOffset now)
    {
        var changed = after.Values.Where(state => !ReferenceEquals(before.GetValueOrDefault(state.Key), state)).ToList();
        var due = after.Values.Where(state => state.Page is { IsDue: true }).Select(state => state.Page!.NotBefore ?? now).ToList();
        var gaps = ReadingGaps.Of(channel, [.. after.Values], now);
        var proofs = Proving(findings).ToHashSet();
        return new PollAnalysis(
            findings,
            changed,
            [.. changed.Select(state => Replaced(before.GetValueOrDefault(state.Key), state)).OfType<NoticeVersion>()],
            [.. documents.Where(document => proofs.Contains(document.Sha256)).DistinctBy(document => document.Sha256)],
            pagesRead,
            gaps.Pages,
            after.Count,
            ChangeDetector.LookAt(channel, after.Values),
            due.Count,
            due.Count > 0 ? due.Min() : null)
        { Gaps = gaps };
    }

    private static NoticeVersion? Replaced(NoticeState? before, NoticeState after) =>
        before?.LastNotified is { } told && !ReferenceEquals(told, after.LastNotified) && after.LastNotifiedAt is { } until
            ? new NoticeVersion(told, before.LastNotifiedAt ?? before.DecidedAt, until)
            : null;

    private static IEnumerable<string> Proving(DetectionResult findings) =>
        findings.Changes.Select(change => change.Evidence)
            .Concat(findings.States.SelectMany(state => new[] { state.PendingChange?.Evidence, state.MissingEvidence }).OfType<AlertRelay.Alerts.Evidence>())
            .Select(evidence => evidence.Sha256);
}
