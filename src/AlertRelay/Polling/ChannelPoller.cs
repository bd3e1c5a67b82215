using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>One look at one channel: fetch, read, detect, store, publish. The one place that joins them.</summary>
public sealed partial class ChannelPoller(
    DocumentReader documents, PageReader pages, IChannelStore store, Outbox outbox, IOptions<PollingOptions> options, TimeProvider time, Func<double> random, ILogger<ChannelPoller> logger)
{
    public async Task<PollReport> Poll(Channel channel, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var state = await store.Find(channel.Id, cancellation) ?? new ChannelState { Channel = channel.Id };
        var outcomes = await documents.Read(channel, state, cancellation);
        var round = await Look(channel, state, outcomes, now, cancellation);

        var alerts = round.Findings.Changes.Select(change => AlertWriter.Write(channel, change, time.GetUtcNow())).ToList();
        var next = Next(channel, state, outcomes, round, alerts.Count > 0, now);
        if (!await store.Commit(next, round.Changed, alerts, cancellation))
            return new PollReport(PollOutcome.Overtaken, [], 0, round.PagesRead, null, [], null);

        await outbox.Publish(alerts, cancellation);
        return Report(outcomes, round, next, alerts);
    }

    private async Task<Round> Look(Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now, CancellationToken cancellation)
    {
        var somethingRead = outcomes.Any(outcome => outcome is DocumentOutcome.Read);
        if (!somethingRead && !(state.LookAt <= now) && !(state.PagesAt <= now))
            return new Round(Findings.Nothing, [], 0, state.Notices, state.LookAt, state.PagesDue, state.PagesAt);

        var before = await store.Notices(channel.Id, cancellation);
        var listing = Listing.Of(channel, outcomes, before, now);
        var known = new Dictionary<string, NoticeState>(before);
        foreach (var listed in listing.States)
            known[listed.Key] = listed;

        var sightings = new Dictionary<string, Sighting>();
        var read = 0;
        foreach (var due in PageReader.Due(known.Values, now, options.Value.PagesPerPoll).TakeWhile(_ => time.GetUtcNow() - now < options.Value.ReadingTime))
        {
            known[due.Key] = due with { Page = await ReadPage(channel, due, listing, sightings, cancellation) };
            Follow(known, due.Key, sightings);
            read++;
        }

        var look = new Look(now, [.. listing.Sightings.Where(sighting => !sightings.ContainsKey(sighting.Notice.Key)), .. sightings.Values], listing.Keys);
        return Conclude(channel, before, known, ChangeDetector.Detect(channel, known, look), read, now);
    }

    private async Task<PageState> ReadPage(Channel channel, NoticeState due, Listing listing, Dictionary<string, Sighting> sightings, CancellationToken cancellation)
    {
        var (page, sighting) = await pages.Read(channel, due, listing.Entry(due.Key), cancellation);
        if (sighting is not null)
            sightings[due.Key] = sighting;
        else if (page.Failures > 0)
            LogPageFailed(channel.Id, page.Url, page.Failures);
        return page;
    }

    // A page may follow up another one's notice (CAP's updates and cancellations): what is held of that waits for the latest page.
    private static void Follow(Dictionary<string, NoticeState> known, string page, Dictionary<string, Sighting> sightings)
    {
        if (sightings.GetValueOrDefault(page)?.Notice is not { } notice || notice.Key == page)
            return;

        var state = known.GetValueOrDefault(notice.Key) ?? new NoticeState { Key = notice.Key, FromBaseline = known[page].FromBaseline };
        if (state.NewestDate > notice.UpdatedAt)
            sightings.Remove(page);
        else if (!sightings.Values.Any(other => other.Notice.Key == notice.Key && other.Notice.UpdatedAt > notice.UpdatedAt))
            known[notice.Key] = state with { Page = known[page].Page };
    }

    private static Round Conclude(Channel channel, IReadOnlyDictionary<string, NoticeState> before, Dictionary<string, NoticeState> known, Findings findings, int pagesRead, DateTimeOffset now)
    {
        foreach (var found in findings.States)
            known[found.Key] = found;

        var changed = known.Values.Where(state => !ReferenceEquals(before.GetValueOrDefault(state.Key), state)).ToList();
        var due = known.Values.Where(state => state.Page is { IsDue: true }).Select(state => state.Page!.NotBefore ?? now).ToList();
        return new Round(findings, changed, pagesRead, known.Count, ChangeDetector.LookAt(channel, known.Values), due.Count, due.Count > 0 ? due.Min() : null);
    }

    private ChannelState Next(Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, Round round, bool alerted, DateTimeOffset now)
    {
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        var failures = failed.Count > 0 ? state.Failures + 1 : 0;
        var freshFor = outcomes.Select(outcome => outcome switch { DocumentOutcome.Read read => read.FreshFor, DocumentOutcome.Unchanged same => same.FreshFor, _ => null }).Min();
        var lookAt = new[] { round.LookAt, round.PagesAt }.Min();
        return state with
        {
            Documents = Documents(state, outcomes),
            LastPollAt = now,
            LastGoodPollAt = failures == 0 ? now : state.LastGoodPollAt,
            LastAlertAt = alerted ? now : state.LastAlertAt,
            Failures = failures,
            LastError = failures == 0 ? null : string.Join("; ", failed.Select(failure => failure.Reason)),
            Remarks = failures == 0 ? round.Findings.Remarks : state.Remarks,
            Notices = round.Notices,
            LookAt = round.LookAt,
            PagesDue = round.PagesDue,
            PagesAt = round.PagesAt,
            NextPollAt = PollSchedule.Next(channel, now, failures, failed.Max(failure => failure.RetryAfter), freshFor, lookAt, random()),
            Version = state.Version + 1,
        };
    }

    private static Dictionary<string, DocumentState> Documents(ChannelState state, IReadOnlyList<DocumentOutcome> outcomes)
    {
        var documents = new Dictionary<string, DocumentState>(state.Documents);
        foreach (var outcome in outcomes)
        {
            if (outcome is DocumentOutcome.Read read)
                documents[read.Url.AbsoluteUri] = read.State;
            else if (outcome is DocumentOutcome.Unchanged same)
                documents[same.Url.AbsoluteUri] = same.State;
            else if (outcome is DocumentOutcome.Failed { State: { } learnt })
                documents[outcome.Url.AbsoluteUri] = learnt;
        }

        return documents;
    }

    private static PollReport Report(IReadOnlyList<DocumentOutcome> outcomes, Round round, ChannelState state, IReadOnlyList<Alert> alerts)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().ToList();
        var outcome = read.Count > 0 || round.PagesRead > 0 ? PollOutcome.Read : state.Failures > 0 ? PollOutcome.Failed : PollOutcome.Unchanged;
        return new PollReport(outcome, alerts, read.Sum(document => document.Reading.Entries.Count), round.PagesRead, state.LastError, round.Findings.Remarks, round.PagesAt);
    }

    private sealed record Round(Findings Findings, IReadOnlyList<NoticeState> Changed, int PagesRead, int Notices, DateTimeOffset? LookAt, int PagesDue, DateTimeOffset? PagesAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Channel}: the page {Page} could not be read ({Failures} in a row)")]
    private partial void LogPageFailed(string channel, Uri page, int failures);
}
