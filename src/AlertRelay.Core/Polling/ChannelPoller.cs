using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;

namespace AlertRelay.Polling;

/// <summary>One look at one channel: fetch, read, detect, store, publish. The one place that joins them.</summary>
public sealed class ChannelPoller(
    DocumentReader documents, ChannelReader look, IChannelStore store, IEvidenceStore evidence, Outbox outbox, TimeProvider time, Func<double> random)
{
    public async Task<PollReport> Poll(Channel channel, CancellationToken cancellationToken) =>
        await Poll(channel, await store.Find(channel.Id, cancellationToken), cancellationToken);

    /// <param name="known">The channel's row as it was just read; null where there is none.</param>
    public async Task<PollReport> Poll(Channel channel, ChannelState? known, CancellationToken cancellationToken)
    {
        using var span = Traces.BeginPoll(channel.Id);
        var report = await PollOnce(channel, known, cancellationToken);
        PollTelemetry.Note(span, channel, report);
        return report;
    }

    private async Task<PollReport> PollOnce(Channel channel, ChannelState? known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = known ?? await ChannelIdMigration.TakeOver(channel, store, cancellationToken) ?? new ChannelState { Channel = channel.Id };
        var outcomes = await documents.Read(channel, state, cancellationToken);
        var seen = await look.At(channel, state, outcomes, now, cancellationToken);
        var next = ChannelStateBuilder.Of(channel, state, outcomes, seen, now, random());
        var (health, events) = HealthRules.Evaluate(channel, state.Health, HealthSignals.Poll(state, next, outcomes, seen, time.GetUtcNow()));

        // The proof first: nothing is told that could not be proved afterwards.
        foreach (var document in seen.Proofs)
            await evidence.Keep(document, cancellationToken);

        var alerts = seen.Findings.Changes.Select(change => AlertWriter.Write(channel, change, time.GetUtcNow()) with { Trace = Traces.Here }).ToList();
        var told = events.Select(happened => happened.ToAlert(channel, HealthSignals.Evidence(channel, outcomes, now), time.GetUtcNow())).ToList();
        if (!await store.Commit(next with { Health = health }, seen.Changed, [.. alerts, .. told], seen.Past, cancellationToken))
            return new PollReport(PollOutcome.Overtaken) { PagesRead = seen.PagesRead };

        PollTelemetry.Note(alerts);
        await outbox.Publish([.. alerts, .. told], cancellationToken);
        return PollReport.Of(outcomes, seen, next, alerts, told);
    }
}
