using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Telemetry;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Puts what the documents list together with the pages that are due, and has it judged.</summary>
public sealed partial class ChannelLook(PageReader pages, IChannelStore store, IOptions<PollingOptions> options, TimeProvider time, ILogger<ChannelLook> logger)
{
    public async Task<Seen> At(Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now, CancellationToken cancellation)
    {
        var somethingRead = outcomes.Any(outcome => outcome is DocumentOutcome.Read);
        var pagesInTurn = channel.PagesEvery is not null && outcomes.All(outcome => outcome is not DocumentOutcome.Failed);
        if (!somethingRead && !pagesInTurn && !(state.LookAt <= now) && !(state.PagesAt <= now))
            return Seen.Nothing(state);

        var before = await store.Notices(channel.Id, cancellation);
        var listing = Listing.Of(channel, outcomes, before, now);
        var known = new Dictionary<string, NoticeState>(before);
        foreach (var listed in listing.States)
            known[listed.Key] = listed;

        var read = await ReadPages(channel, listing, known, now, cancellation);
        var sightings = read.Select(page => page.Sighting).OfType<Sighting>().ToDictionary(sighting => sighting.Notice.Key);
        var look = new Look(now, [.. listing.Sightings.Where(sighting => !sightings.ContainsKey(sighting.Notice.Key)), .. sightings.Values], listing.Keys, listing.Evidence);
        var findings = Detect(channel, known, look);
        foreach (var found in findings.States)
            known[found.Key] = found;

        var documents = outcomes.OfType<DocumentOutcome.Read>().Select(outcome => outcome.Document).Concat(read.Select(page => page.Document).OfType<EvidenceDocument>());
        return Seen.Of(channel, before, known, findings, [.. documents], read.Count, now);
    }

    private static Findings Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> known, Look look)
    {
        using var span = Traces.Step(Traces.Detect);
        var findings = ChangeDetector.Detect(channel, known, look);
        span.Tag(Tags.Alerts, findings.Changes.Count);
        return findings;
    }

    private async Task<List<PageOutcome>> ReadPages(Channel channel, Listing listing, Dictionary<string, NoticeState> known, DateTimeOffset now, CancellationToken cancellation)
    {
        var read = new List<PageOutcome>();
        foreach (var due in PageReader.Due(channel, known.Values, now, options.Value.PagesPerPoll).TakeWhile(_ => time.GetUtcNow() - now < options.Value.ReadingTime))
        {
            var outcome = await pages.Read(channel, due, listing.Entry(due.Key), cancellation);
            known[due.Key] = due with { Page = outcome.Page };
            read.Add(outcome);
            if (outcome.Page.Failures > 0)
                LogPageFailed(channel.Id, outcome.Page.Url, outcome.Page.Failures);
        }

        return read;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Channel}: the page {Page} could not be read ({Failures} in a row)")]
    private partial void LogPageFailed(string channel, Uri page, int failures);
}
