using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>A poll whose outcome is shown but not stored: what the relay would send, hold and skip now, and why.</summary>
internal static class PollDryRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> Print(IServiceProvider services, Channel channel, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var state = await services.GetRequiredService<IChannelStore>().Find(channel.Id, cancellationToken) ?? new ChannelState { Channel = channel.Id };
        // Without validators, because decisions about unchanged notices are explained too.
        var documents = state.Documents.ToDictionary(pair => pair.Key, pair => pair.Value with { Validators = CacheValidators.None });
        var outcomes = await services.GetRequiredService<DocumentReader>().Read(channel, state with { Documents = documents }, cancellationToken);
        foreach (var failed in outcomes.OfType<DocumentOutcome.Failed>())
            Console.Error.WriteLine($"{failed.Url.Redacted()}: {failed.Reason}");

        var analysis = await services.GetRequiredService<ChannelReader>().At(channel, state, outcomes, time.GetUtcNow(), cancellationToken);
        foreach (var notice in analysis.Findings.States.OrderBy(notice => notice.Key, StringComparer.Ordinal))
            Console.WriteLine($"{notice.Key}: {DecisionExplanation.Of(notice)}");

        var unchanged = outcomes.OfType<DocumentOutcome.Read>().Sum(document => document.Reading.Entries.Count) - analysis.Findings.States.Count;
        Console.WriteLine(
            $"{channel.Name}: {analysis.Findings.Changes.Count} would be sent, {analysis.Findings.States.Count(notice => notice.PendingChange is not null)} "
            + $"held, {Math.Max(0, unchanged)} are as they were.");
        return outcomes.Any(outcome => outcome is DocumentOutcome.Failed) ? 1 : 0;
    }
}
