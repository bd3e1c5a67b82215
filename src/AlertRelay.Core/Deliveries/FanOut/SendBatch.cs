using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

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

/// <summary>The timeout of an attempt. When the program stops, a running attempt gets one more second: if it succeeds, it is not repeated.</summary>
internal sealed class SendDeadline : IDisposable
{
    // The Functions host kills a process whose cancelled call has not returned after about two seconds.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _stop;

    public SendDeadline(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _source = new CancellationTokenSource(timeout, time);
        _stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).CancelAfter(Grace), _source);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _stop.Dispose();
        _source.Dispose();
    }
}

/// <summary>One message for one receiver.</summary>
/// <param name="Delivery">Its state before the attempt.</param>
/// <param name="Trace">The trace of the caller, as W3C "traceparent".</param>
internal sealed record OutboundMessage(Alert Alert, Rendering Rendering, Delivery Delivery, Subscription Subscription, string? Trace)
{
    /// <summary>Further deliveries that the same message contains. They share its outcome.</summary>
    public IReadOnlyList<GroupedDelivery> GroupedDeliveries { get; init; } = [];

    /// <summary>The newest alert of the notice, when that is to be sent in the same message; null otherwise.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The platform's response to the post that this one replies to; null for no reply.</summary>
    public string? InReplyTo { get; init; }
}

/// <param name="SupersededBy">The newer alert of the same notice in the message; null for none.</param>
internal sealed record GroupedDelivery(Delivery Delivery, string? SupersededBy);
