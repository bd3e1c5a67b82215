using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Puts what the documents list together with the pages that are due, and has it judged.</summary>
public sealed partial class ChannelReader(
    PageReader pages, IChannelStore store, IOptions<PollingOptions> options, TimeProvider time, ILogger<ChannelReader> logger)
{
    public async Task<PollAnalysis> At(
        Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var somethingRead = outcomes.Any(outcome => outcome is DocumentOutcome.Read);
        var pagesInTurn = channel.PagesInterval is not null && outcomes.All(outcome => outcome is not DocumentOutcome.Failed);
        if (!somethingRead && !pagesInTurn && !(state.LookAt <= now) && !(state.PagesAt <= now))
            return PollAnalysis.Nothing(state);

        var before = await store.Notices(channel.Id, cancellationToken);
        var listing = ChannelIndex.Of(channel, outcomes, before, now);
        var known = new Dictionary<string, NoticeState>(before);
        foreach (var listed in listing.States)
            known[listed.Key] = listed;

        var read = await ReadPages(channel, listing, known, now, cancellationToken);
        var sightings = listing.Sightings.Where(sighting => read.GetValueOrDefault(sighting.Notice.Key)?.Sighting is null);
        var look = new ChannelObservation(
            now,
            [.. sightings.Concat(read.Values.Select(page => page.Sighting).OfType<ObservedNotice>()).Select(seen => ChannelPlaces.Kept(channel, known, seen))],
            listing.Keys,
            listing.Evidence);
        var findings = Detect(channel, known, look);
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

    private static DetectionResult Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> known, ChannelObservation look)
    {
        using var span = Traces.Step(Traces.Detect);
        var findings = ChangeDetector.Detect(channel, known, look);
        span.Tag(Tags.Alerts, findings.Changes.Count);
        return findings;
    }

    /// <returns>By the key of the notice that each page was read for.</returns>
    private async Task<Dictionary<string, PageOutcome>> ReadPages(
        Channel channel, ChannelIndex listing, Dictionary<string, NoticeState> known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, PageOutcome>();
        foreach (var due in PageReader.Due(channel, known.Values, now, options.Value.PagesPerPoll).TakeWhile(
            _ => time.GetUtcNow() - now < options.Value.ReadingTime))
        {
            var outcome = Joined(known, await pages.Read(channel, due, listing.Entry(due.Key), cancellationToken));
            known[due.Key] = due with { Page = outcome.Page };
            read[due.Key] = Follow(known, due.Key, outcome, read) ? outcome : outcome with { Sighting = null };
            if (outcome.Fault is { } fault)
                LogPageFailed(channel.Id, outcome.Page.Url, fault, outcome.Page.Failures);
        }

        return read;
    }

    private static PageOutcome Joined(Dictionary<string, NoticeState> known, PageOutcome outcome) =>
        outcome.Sighting is { } sighting ? outcome with { Sighting = sighting with { Notice = MessageChains.Joined(known, sighting.Notice) } } : outcome;

    /// <summary>A page may follow up another one's notice (CAP's updates and cancellations): what is held of that waits for the latest page.</summary>
    /// <returns>False when a later page has spoken of its notice.</returns>
    private static bool Follow(Dictionary<string, NoticeState> known, string page, PageOutcome outcome, Dictionary<string, PageOutcome> read)
    {
        if (outcome.Sighting?.Notice is not { } notice || notice.Key == page)
            return true;

        var state = known.GetValueOrDefault(notice.Key) ?? new NoticeState { Key = notice.Key, FromBaseline = known[page].FromBaseline };
        if (state.NewestDate > notice.UpdatedAt)
            return false;

        if (!read.Values.Any(other => other.Sighting?.Notice is { } said && said.Key == notice.Key && said.UpdatedAt > notice.UpdatedAt))
            known[notice.Key] = state with { Page = outcome.Page };
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Channel}: the page {Page} could not be read: {Fault} ({Failures} in a row)")]
    private partial void LogPageFailed(string channel, Uri page, string fault, int failures);
}
