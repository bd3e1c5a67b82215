using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Combines the channel's lists with the due pages, and detects changes.</summary>
public sealed partial class ChannelReader(
    PageReader pages, IChannelStore store, IOptions<PollingOptions> options, TimeProvider time, ILogger<ChannelReader> logger)
{
    /// <returns>What the poll found, what it stores so far, and the original documents of sent and pending changes.</returns>
    public async Task<(DetectionResult Findings, PollCommit Commit, IReadOnlyList<EvidenceDocument> Evidence)> At(
        Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isClockSetBack = ClockRepair.IsNeeded(state, now);
        if (!isClockSetBack && !IsDue(channel, state, outcomes, now))
            return (DetectionResult.Nothing, new PollCommit(state), []);

        var before = await store.Notices(channel.Id, cancellationToken);
        var known = before.ToDictionary(pair => pair.Key, pair => isClockSetBack ? ClockRepair.Of(pair.Value, now) : pair.Value);
        var (lists, states, entries) = ChannelIndex.Of(channel, outcomes, known, now);
        foreach (var listed in states)
            known[listed.Key] = listed;

        var pages = await ReadPages(channel, entries, known, now, cancellationToken);
        var findings = Detect(channel, known, WithPages(channel, lists, pages, known));
        foreach (var found in findings.States)
            known[found.Key] = found;

        var gaps = ReadingGaps.Of(channel, [.. known.Values], now);
        return (
            findings with { Gaps = gaps, PagesRead = pages.Count, PageMoved = pages.Values.FirstOrDefault(page => page.IsMoved)?.Fault },
            PollCommit.Of(channel, state, before, known, findings, gaps, now),
            EvidenceOf(findings, outcomes, pages));
    }

    private static bool IsDue(Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now) =>
        outcomes.Any(outcome => outcome is DocumentOutcome.Read)
        || (channel.PagesInterval is not null && outcomes.All(outcome => outcome is not DocumentOutcome.Failed))
        || state.NextObservationAt <= now
        || state.PagesAt <= now;

    // A page contains more of its notice than the list does, so it replaces the list's part.
    private static ChannelObservation WithPages(
        Channel channel, ChannelObservation lists, Dictionary<string, PageOutcome> pages, Dictionary<string, NoticeState> known)
    {
        var listed = lists.Notices.Where(item => pages.GetValueOrDefault(item.Notice.Key)?.Observed is null);
        return lists with
        {
            Notices =
            [
                .. listed.Concat(pages.Values.Select(page => page.Observed).OfType<ObservedNotice>())
                    .Select(item => ChannelPlaces.WithKnownPlace(channel, known, item)),
            ],
        };
    }

    private static EvidenceDocument[] EvidenceOf(
        DetectionResult findings, IReadOnlyList<DocumentOutcome> outcomes, Dictionary<string, PageOutcome> pages)
    {
        var hashes = findings.Changes.Select(change => change.Evidence)
            .Concat(findings.States.SelectMany(state => new[] { state.PendingChange?.Evidence, state.MissingEvidence }).OfType<Evidence>())
            .Select(evidence => evidence.Sha256)
            .ToHashSet();
        return
        [
            .. outcomes.OfType<DocumentOutcome.Read>().Select(outcome => outcome.Document)
                .Concat(pages.Values.Select(page => page.Document).OfType<EvidenceDocument>())
                .Where(document => hashes.Contains(document.Sha256))
                .DistinctBy(document => document.Sha256),
        ];
    }

    private static DetectionResult Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> known, ChannelObservation observation)
    {
        using var span = Traces.Step(Traces.Detect);
        var findings = ChangeDetector.Detect(channel, known, observation);
        span.Tag(Tags.Alerts, findings.Changes.Count);
        return findings;
    }

    /// <returns>By the key of the page's notice.</returns>
    private async Task<Dictionary<string, PageOutcome>> ReadPages(
        Channel channel, IReadOnlyDictionary<string, IndexEntry> entries, Dictionary<string, NoticeState> known, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, PageOutcome>();
        var start = time.GetTimestamp();
        foreach (var due in PageReader.Due(channel, known.Values, now, options.Value.PagesPerPoll).TakeWhile(
            _ => time.GetElapsedTime(start) < options.Value.ReadingTime))
        {
            var outcome = WithChainKey(known, await pages.Read(channel, due, entries.GetValueOrDefault(due.Key), cancellationToken));
            known[due.Key] = due with { Page = outcome.Page };
            read[due.Key] = Follow(known, due.Key, outcome, read) ? outcome : outcome with { Observed = null };
            if (outcome.Fault is { } fault)
                LogPageFailed(channel.Id, outcome.Page.Url, fault, outcome.Page.Failures);
        }

        return read;
    }

    private static PageOutcome WithChainKey(Dictionary<string, NoticeState> known, PageOutcome outcome) =>
        outcome.Observed is { } item ? outcome with { Observed = item with { Notice = MessageChains.Joined(known, item.Notice) } } : outcome;

    /// <summary>A page may update another one's notice (CAP updates and cancellations). A pending change of that notice then waits for this page.</summary>
    /// <returns>False if a later page of the same notice was already read.</returns>
    private static bool Follow(Dictionary<string, NoticeState> known, string page, PageOutcome outcome, Dictionary<string, PageOutcome> read)
    {
        if (outcome.Observed?.Notice is not { } notice || notice.Key == page)
            return true;

        var state = known.GetValueOrDefault(notice.Key) ?? new NoticeState { Key = notice.Key, FromBaseline = known[page].FromBaseline };
        if (state.NewestDate > notice.UpdatedAt)
            return false;

        if (!read.Values.Any(other => other.Observed?.Notice is { } newer && newer.Key == notice.Key && newer.UpdatedAt > notice.UpdatedAt))
            known[notice.Key] = state with { Page = outcome.Page };
        return true;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Channel}: the page {Page} could not be read: {Fault} (failures in a row: {Failures}); the last known level stands, and it is read again")]
    private partial void LogPageFailed(string channel, Uri page, string fault, int failures);
}

/// <summary>Checks the places of channels whose notices are about places: see <see cref="Channel.HasPlaces"/>.</summary>
internal static class ChannelPlaces
{
    private const int MinNotices = 5;
    private static readonly TimeSpan MaxLossTime = TimeSpan.FromDays(3);

    public static int CountOf(NoticeReading reading) => reading.Entries.Count(entry => entry.Notice?.Areas.Count > 0);

    /// <returns>The error if the list has lost most of its places; otherwise null. After three days the list is accepted as it is.</returns>
    public static string? LossOf(Channel channel, DocumentState? before, NoticeReading reading, DateTimeOffset now)
    {
        var notices = reading.Entries.Count(entry => entry.Notice is not null);
        var unplaced = notices - CountOf(reading);
        return channel.HasPlaces
            && notices >= MinNotices && 2 * unplaced > notices
            && before is not null && 2 * before.Placed > before.Entries
            && now - before.ReadAt < MaxLossTime
                ? $"the places of {unplaced} of {notices} notices cannot be read any more"
                : null;
    }

    /// <summary>A notice whose place cannot be read this time keeps its known place.</summary>
    public static ObservedNotice WithKnownPlace(Channel channel, IReadOnlyDictionary<string, NoticeState> known, ObservedNotice observed) =>
        channel.HasPlaces && observed.Notice.Areas.Count == 0 && known.GetValueOrDefault(observed.Notice.Key)?.LastNotified?.Areas is { Count: > 0 } areas
            ? observed with { Notice = observed.Notice with { Areas = areas } }
            : observed;
}
