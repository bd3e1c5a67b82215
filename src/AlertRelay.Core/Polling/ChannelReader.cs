using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Combines the channel's lists with the due pages, and detects changes.</summary>
public sealed partial class ChannelReader(
    PageReader pages, IChannelStore store, IOptions<PollingOptions> options, TimeProvider time, ILogger<ChannelReader> logger)
{
    public async Task<PollAnalysis> At(
        Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isAnyRead = outcomes.Any(outcome => outcome is DocumentOutcome.Read);
        var arePagesDue = channel.PagesInterval is not null && outcomes.All(outcome => outcome is not DocumentOutcome.Failed);
        var isClockSetBack = ClockRepair.IsNeeded(state, now);
        if (!isClockSetBack && !isAnyRead && !arePagesDue && !(state.NextObservationAt <= now) && !(state.PagesAt <= now))
            return PollAnalysis.Nothing(state);

        var before = await store.Notices(channel.Id, cancellationToken);
        var known = before.ToDictionary(pair => pair.Key, pair => isClockSetBack ? ClockRepair.Of(pair.Value, now) : pair.Value);
        var index = ChannelIndex.Of(channel, outcomes, known, now);
        foreach (var listed in index.States)
            known[listed.Key] = listed;

        var read = await ReadPages(channel, index, known, now, cancellationToken);
        var observed = index.Observed.Where(item => read.GetValueOrDefault(item.Notice.Key)?.Observed is null);
        var observation = new ChannelObservation(
            now,
            [
                .. observed.Concat(read.Values.Select(page => page.Observed).OfType<ObservedNotice>())
                    .Select(item => ChannelPlaces.WithKnownPlace(channel, known, item)),
            ],
            index.Keys,
            index.Evidence);
        var findings = Detect(channel, known, observation);
        foreach (var found in findings.States)
            known[found.Key] = found;

        var documents = outcomes.OfType<DocumentOutcome.Read>()
            .Select(outcome => outcome.Document)
            .Concat(read.Values.Select(page => page.Document).OfType<EvidenceDocument>());
        return PollAnalysis.Of(channel, before, known, findings, [.. documents], read.Count, now) with
        {
            PageMoved = read.Values.FirstOrDefault(page => page.IsMoved)?.Fault,
        };
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
        Channel channel, ChannelIndex index, Dictionary<string, NoticeState> known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, PageOutcome>();
        var start = time.GetTimestamp();
        foreach (var due in PageReader.Due(channel, known.Values, now, options.Value.PagesPerPoll).TakeWhile(
            _ => time.GetElapsedTime(start) < options.Value.ReadingTime))
        {
            var outcome = WithChainKey(known, await pages.Read(channel, due, index.Entry(due.Key), cancellationToken));
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
