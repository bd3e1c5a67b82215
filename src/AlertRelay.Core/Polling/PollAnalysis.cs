using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>The result of a poll before anything is stored.</summary>
/// <param name="Changed">States that differ from the stored ones.</param>
/// <param name="Past">The versions that they replace.</param>
/// <param name="EvidenceDocuments">The original documents of sent and pending changes.</param>
/// <param name="PagesFailing">The number of pages that failed several times in a row.</param>
public sealed record PollAnalysis(
    DetectionResult Findings,
    IReadOnlyList<NoticeState> Changed,
    IReadOnlyList<NoticeVersion> Past,
    IReadOnlyList<EvidenceDocument> EvidenceDocuments,
    int PagesRead,
    int PagesFailing,
    int Notices,
    DateTimeOffset? NextObservationAt,
    int PagesDue,
    DateTimeOffset? PagesAt)
{
    /// <summary>Null if the poll read no notices.</summary>
    public ReadingGaps? Gaps { get; init; }

    /// <summary>The number of notices whose pages were never read; null if the poll read no notices.</summary>
    public int? PagesUnread { get; init; }

    /// <summary>What changed in the levels that the channel states about countries.</summary>
    public IReadOnlyList<LevelPeriod> Levels { get; init; } = [];

    /// <summary>The message about a page that redirects permanently to a host that is not in the channel file; null for none.</summary>
    public string? PageMoved { get; init; }

    public static PollAnalysis Nothing(ChannelState state) =>
        new(DetectionResult.Nothing, [], [], [], 0, state.PagesFailing, state.Notices, state.NextObservationAt, state.PagesDue, state.PagesAt);

    public static PollAnalysis Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyDictionary<string, NoticeState> after, DetectionResult findings,
        IReadOnlyList<EvidenceDocument> documents, int pagesRead, DateTimeOffset now)
    {
        var evidence = findings.Changes.ToDictionary(change => change.State.Key, change => change.Evidence);
        var changed = after.Values.Where(state => !ReferenceEquals(before.GetValueOrDefault(state.Key), state))
            .Select(state => LevelPeriods.WithOrigin(before.GetValueOrDefault(state.Key), state, evidence.GetValueOrDefault(state.Key), now))
            .ToList();
        var due = after.Values.Where(state => state.Page is { IsDue: true }).Select(state => state.Page!.NotBefore ?? now).ToList();
        var gaps = ReadingGaps.Of(channel, [.. after.Values], now);
        var evidenceHashes = EvidenceHashes(findings).ToHashSet();
        return new PollAnalysis(
            findings,
            changed,
            [.. changed.Select(state => Replaced(before.GetValueOrDefault(state.Key), state)).OfType<NoticeVersion>()],
            [.. documents.Where(document => evidenceHashes.Contains(document.Sha256)).DistinctBy(document => document.Sha256)],
            pagesRead,
            gaps.Pages,
            after.Count,
            ChangeDetector.NextObservationAt(channel, after.Values),
            due.Count,
            due.Count > 0 ? due.Min() : null)
        {
            Gaps = gaps,
            PagesUnread = after.Values.Count(state => state is { LastNotified: null, PendingChange: null, Page: not null, MissingSince: null }),
            Levels = LevelPeriods.AreOf(channel)
                ? [.. changed.SelectMany(state => LevelPeriods.Changed(before.GetValueOrDefault(state.Key), state, now))]
                : [],
        };
    }

    private static NoticeVersion? Replaced(NoticeState? before, NoticeState after) =>
        before?.LastNotified is { } previous && !ReferenceEquals(previous, after.LastNotified) && after.LastNotifiedAt is { } until
            ? new NoticeVersion(previous, before.LastNotifiedAt ?? before.DecidedAt, until)
            : null;

    private static IEnumerable<string> EvidenceHashes(DetectionResult findings) =>
        findings.Changes.Select(change => change.Evidence)
            .Concat(findings.States.SelectMany(state => new[] { state.PendingChange?.Evidence, state.MissingEvidence }).OfType<AlertRelay.Alerts.Evidence>())
            .Select(evidence => evidence.Sha256);
}
