using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>The channel's row after a poll. Pure.</summary>
internal static class ChannelStateBuilder
{
    public static ChannelState Of(
        Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis seen, DateTimeOffset now, double random)
    {
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        var failures = failed.Count > 0 ? state.Failures + 1 : 0;
        var freshFor = outcomes.Select(outcome => outcome switch
        {
            DocumentOutcome.Read read => read.FreshFor,
            DocumentOutcome.Unchanged same => same.FreshFor,
            _ =>
            null
        }).Min();
        var retryAfter = failed.Max(failure => failure.RetryAfter);
        var documents = Documents(state, outcomes);
        return state with
        {
            Documents = documents,
            LastPollAt = now,
            LastGoodPollAt = failures == 0 ? now : state.LastGoodPollAt,
            LastAlertAt = seen.Findings.Changes.Count > 0 ? now : state.LastAlertAt,
            Failures = failures,
            LastError = failures == 0 ? null : string.Join("; ", failed.Select(failure => failure.Reason)),
            Remarks = failures == 0 ? seen.Findings.Remarks : state.Remarks,
            Notices = seen.Notices,
            LookAt = seen.LookAt,
            PagesDue = seen.PagesDue,
            PagesAt = seen.PagesAt,
            PagesFailing = seen.PagesFailing,
            EntriesUnreadable = channel.Urls.Sum(url => documents.GetValueOrDefault(url.AbsoluteUri)?.Unread ?? 0),
            LevelsUnreadable = seen.Gaps?.Levels ?? state.LevelsUnreadable,
            PlacesUnreadable = seen.Gaps?.Places ?? state.PlacesUnreadable,
            NextPollAt = PollSchedule.Next(channel, now, failures, retryAfter, freshFor, new[] { seen.LookAt, seen.PagesAt }.Min(), random),
            SoonestAt = PollSchedule.Soonest(channel, now, failures, retryAfter),
            Surge = RaisePropagation.Of(seen.Findings.Changes, now) ?? state.Surge,
            ReadBy = failures == 0 ? ReadingVersion.Of(channel) : state.ReadBy,
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
}
