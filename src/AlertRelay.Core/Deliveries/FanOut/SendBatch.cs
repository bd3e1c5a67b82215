using System.Collections.Concurrent;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>The messages for one host, in sequences. Several workers take from it concurrently.</summary>
internal sealed class HostQueue(OutboundMessage[][] sequences)
{
    private int _taken;

    public int Count => sequences.Length;

    public Uri Target => sequences[0][0].Subscription.Target;

    public OutboundMessage[]? Next() => Interlocked.Increment(ref _taken) is var number && number <= sequences.Length ? sequences[number - 1] : null;
}

/// <summary>What the sends of one batch share.</summary>
internal sealed record SendBatch(DateTimeOffset StartBy, DateTimeOffset SlowStartBy, OutcomeRecorder Recorder, CancellationToken Cancellation)
{
    public ConcurrentBag<DateTimeOffset> Retries { get; } = [];

    /// <summary>Rate limits give each of these messages a time of its own.</summary>
    public ConcurrentBag<DateTimeOffset> Postponements { get; } = [];

    public IEnumerable<DateTimeOffset> WakeUpTimes() =>
    [
        .. Retries.OrderDescending().Take(1),
        .. Postponements.GroupBy(at => at.ToUnixTimeSeconds()).Select(second => second.Max()),
    ];
}
