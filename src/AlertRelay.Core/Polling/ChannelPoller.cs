using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;

namespace AlertRelay.Polling;

/// <summary>Polls one channel: fetch, parse, detect, store, publish.</summary>
public sealed class ChannelPoller(
    DocumentReader documents, ChannelReader reader, IChannelStore store, IEvidenceStore evidence, Outbox outbox, TimeProvider time, Func<double> random,
    ILogger<ChannelPoller> logger)
{
    // Some requests each in a storage account. The others follow in the next polls.
    private const int MaxForgotten = 100;

    public async Task<PollReport> Poll(Channel channel, CancellationToken cancellationToken) =>
        await Poll(channel, await store.Find(channel.Id, cancellationToken), cancellationToken);

    /// <param name="known">The channel's row, just read; null for none.</param>
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
        if (ClockRepair.IsNeeded(state, now))
            state = ClockRepair.Of(state, now);

        var outcomes = await documents.Read(channel, state, cancellationToken);
        var (findings, commit, originals) = await reader.At(channel, state, outcomes, now, cancellationToken);
        var next = ChannelStateBuilder.Of(channel, commit.State, outcomes, findings, now, random());
        var (health, events) = HealthRules.Evaluate(channel, state.Health, HealthSignals.Poll(state, next, outcomes, findings, time.GetUtcNow()));

        // The evidence is stored first, so that every alert has its evidence.
        foreach (var document in originals)
            await evidence.Keep(document, cancellationToken);

        var alerts = findings.Changes.Select(change => AlertWriter.Write(channel, change, time.GetUtcNow()) with { Trace = Traces.Here }).ToList();
        var evidenceOfHealth = HealthSignals.Evidence(channel, outcomes, now);
        var healthAlerts = events.Select(healthEvent => healthEvent.ToAlert(channel, evidenceOfHealth, time.GetUtcNow())).ToList();
        commit = commit with { State = next with { Health = health }, Alerts = [.. alerts, .. healthAlerts] };
        commit = await LevelBackfill.AddTo(channel, commit, store, logger, cancellationToken);
        if (!await store.Commit(commit, cancellationToken))
            return new PollReport(PollOutcome.Overtaken) { PagesRead = findings.PagesRead };

        PollTelemetry.Note(alerts);
        await outbox.Publish(channel.Id, commit.Alerts, cancellationToken);
        if (findings.Forgotten is { Count: > 0 } forgotten)
            await store.ForgetNotices(channel.Id, [.. forgotten.Take(MaxForgotten)], now, cancellationToken);
        return PollReport.Of(outcomes, findings, next, alerts, healthAlerts);
    }
}

/// <summary>Stores the original documents of alerts by their SHA-256: each document once, however many alerts refer to it.</summary>
public interface IEvidenceStore
{
    /// <summary>Stores the document. Storing it again restarts its retention.</summary>
    Task Keep(EvidenceDocument document, CancellationToken cancellationToken);

    /// <returns>Null if it was never stored or has been deleted.</returns>
    Task<EvidenceDocument?> Find(string sha256, CancellationToken cancellationToken);

    /// <returns>How many documents were deleted.</returns>
    Task<int> Forget(DateTimeOffset storedBefore, CancellationToken cancellationToken);
}

/// <param name="Sha256">Of <paramref name="Body"/>, lower-case hex.</param>
/// <param name="MediaType">As the publisher stated it.</param>
public sealed record EvidenceDocument(string Sha256, string? MediaType, ReadOnlyMemory<byte> Body);

/// <summary>Moves the state of a channel whose id changed in the catalogue, without any alert.</summary>
internal static class ChannelIdMigration
{
    /// <returns>The state under the new id, already stored; null for a new channel.</returns>
    public static async Task<ChannelState?> TakeOver(Channel channel, IChannelStore store, CancellationToken cancellationToken)
    {
        foreach (var previousId in channel.PreviousIds)
        {
            if (await store.Find(previousId, cancellationToken) is not { } known)
                continue;

            var notices = await store.Notices(previousId, cancellationToken);
            var migrated = known with { Channel = channel.Id, Version = 1, LevelsVersion = 0, LevelProgress = null };
            return await store.Commit(new PollCommit(migrated) { Notices = [.. notices.Values] }, cancellationToken)
                ? migrated
                : await store.Find(channel.Id, cancellationToken);
        }

        return null;
    }
}
