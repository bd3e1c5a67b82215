using System.Collections.Concurrent;
using AlertRelay.Channels;
using AlertRelay.Observability;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Polls the due channels. Both the timer of the Functions host and the loop of the standalone host use it.</summary>
public sealed class PollRound(
    ChannelCatalog catalog,
    ChannelPoller poller,
    IChannelStore store,
    IPollLease lease,
    IOptions<PollingOptions> options,
    TimeProvider time,
    Func<double> random,
    ILogger<PollRound> logger)
    : IDisposable
{
    private static readonly TimeSpan DueCheckInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TimeSpan> _firstPollAt = new();
    private readonly long _start = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, bool> _running = new();
    private readonly PollLog _log = new(logger, time);
    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);

    /// <summary>Starts a poll of every due channel that this process is not polling already.</summary>
    /// <returns>The running polls. None of them throws.</returns>
    public async Task<IReadOnlyList<Task>> Start(CancellationToken cancellationToken)
    {
        _log.Summarize();
        var states = await store.All(cancellationToken);
        return [.. Due(states).Select(channel => Poll(channel, states, cancellationToken))];
    }

    /// <summary>
    /// Polls all due channels, with those that become due while a slow channel is still running. Returns when no poll is running.
    /// </summary>
    /// <param name="maxDuration">Longer polls are cancelled, and run again later.</param>
    public async Task Run(TimeSpan maxDuration, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(maxDuration, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        List<Task> running = [.. await Start(linked.Token)];
        while (running.Count > 0)
        {
            await Task.WhenAny([Task.WhenAll(running), Task.Delay(DueCheckInterval, time, CancellationToken.None)]);
            running.RemoveAll(poll => poll.IsCompleted);
            if (running.Count > 0 && !linked.IsCancellationRequested)
                running.AddRange(await Start(linked.Token));
        }
    }

    public void Dispose() => _slots.Dispose();

    // Waits are measured in it: unlike the clock it is never set back.
    private TimeSpan Uptime => time.GetElapsedTime(_start);

    private IReadOnlyList<Channel> Due(IReadOnlyList<ChannelState> states)
    {
        var now = time.GetUtcNow();
        var byId = states.ToDictionary(state => state.Channel);
        PollTelemetry.Note(catalog.All.Where(channel => channel.Enabled), byId);
        return
        [
            .. catalog.All.Where(
                channel => channel.Enabled && !_running.ContainsKey(channel.Id) && DueAt(channel, byId.GetValueOrDefault(channel.Id), states, now) <= now),
        ];
    }

    private async Task Poll(Channel channel, IReadOnlyList<ChannelState> states, CancellationToken cancellationToken)
    {
        if (!_running.TryAdd(channel.Id, true))
            return;

        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                await PollWithLease(channel, states, cancellationToken);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // An error in one channel must not stop the others. The channel is polled again after its interval.
            _firstPollAt[channel.Id] = Uptime + channel.Interval;
            Meters.Polled(channel.Id, PollTelemetry.Broken);
            _log.AddBroken(channel, fault);
        }
        finally
        {
            _running.TryRemove(channel.Id, out _);
        }
    }

    // With several instances, one polls, and the others see its result before they send another request.
    private async Task PollWithLease(Channel channel, IReadOnlyList<ChannelState> states, CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(channel.Id, options.Value.Lease, cancellationToken))
            return;

        try
        {
            var now = time.GetUtcNow();
            var state = await store.Find(channel.Id, cancellationToken);
            if (DueAt(channel, state, states, now) <= now)
                _log.Add(channel, await poller.Poll(channel, state, cancellationToken));
        }
        finally
        {
            await lease.Release(channel.Id, CancellationToken.None);
        }
    }

    // After a start each channel first waits a short random time, whatever its stored schedule, so that polls are spread.
    private DateTimeOffset DueAt(Channel channel, ChannelState? state, IEnumerable<ChannelState> all, DateTimeOffset now)
    {
        var first = now + (_firstPollAt.GetOrAdd(channel.Id, _ => Uptime + options.Value.StartSpread * random()) - Uptime);
        if (state is null)
            return first;

        var planned = PollSchedule.Planned(channel, state, now);
        var next = RaisePropagation.DueAt(channel, state, all, now) is { } early && early < planned ? early : planned;
        return next > first ? next : first;
    }
}

/// <summary>
/// Lets only one of several instances poll a channel at a time, which saves requests to publishers. <see cref="IChannelStore.Commit"/> prevents that
/// a poll is stored twice. Leases use the local clock, so a clock difference makes them longer or shorter.
/// </summary>
public interface IPollLease
{
    /// <summary>Until it is released or expires.</summary>
    /// <returns>False while any instance holds it, even this one.</returns>
    Task<bool> TryTake(string channel, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Releases this instance's lease. The later lease of another instance stays.</summary>
    Task Release(string channel, CancellationToken cancellationToken);
}
