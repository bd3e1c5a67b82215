using System.Collections.Concurrent;
using System.Threading.Channels;
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

    /// <summary>Ids of alerts that do not exist yet. Once one is in the history, the message must not be sent before it was looked at again.</summary>
    public IReadOnlyList<string> OutdatedBy { get; init; } = [];

    /// <summary>The platform's response to the post that this one replies to; null for no reply.</summary>
    public string? InReplyTo { get; init; }
}

/// <param name="SupersededBy">The newer alert of the same notice in the message; null for none.</param>
internal sealed record GroupedDelivery(Delivery Delivery, string? SupersededBy);

/// <summary>
/// Writes the outcomes of a batch while it is sent, many in one transaction, at most 50 ms after each is known. A crash therefore repeats few
/// messages, and a slow receiver does not delay the record of the fast ones.
/// </summary>
internal sealed class OutcomeRecorder(IDeliveryStore deliveries, TimeProvider time)
{
    private const int BatchSize = 500;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(Delivery Delivery, Attempt Attempt)> _outcomes =
        Channel.CreateUnbounded<(Delivery, Attempt)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(Delivery delivery, Attempt attempt) => _outcomes.Writer.TryWrite((delivery, attempt));

    /// <summary>No outcome is added after this.</summary>
    public void Complete()
    {
        _outcomes.Writer.Complete();
        _complete.SetResult();
    }

    /// <summary>Runs until everything is written. It cannot be cancelled, because every message that was sent must be recorded.</summary>
    public async Task Run()
    {
        while (await _outcomes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Waits, so that many outcomes share one transaction.
            await _complete.Task.WaitAsync(WriteInterval, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await deliveries.Record(NextBatch(), CancellationToken.None);
        }
    }

    private List<(Delivery Delivery, Attempt Attempt)> NextBatch()
    {
        var batch = new List<(Delivery, Attempt)>();
        while (batch.Count < BatchSize && _outcomes.Reader.TryRead(out var outcome))
            batch.Add(outcome);

        return batch;
    }
}

/// <summary>Adds two things from the ledger to each message: its sequence number, and the post that it replies to.</summary>
internal sealed class EarlierDeliveries(IDeliveryStore deliveries)
{
    // Each earlier alert of the notice costs one read of the ledger; the newest are looked up first.
    private const int MaxReferences = 3;

    public async Task<IReadOnlyList<OutboundMessage>> AddTo(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken) =>
        await WithReplies(await WithNumbers(messages, cancellationToken), cancellationToken);

    /// <summary>
    /// Numbers are stored before anything is sent, so a gap in the numbers means a missing alert. A retry keeps its number. Chats have no numbers,
    /// nor has an outdated alert that a person asked for: by the numbers, the current one stays the last.
    /// </summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithNumbers(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, IReadOnlyDictionary<string, long>>();
        // Of one notice the older alert gets the lower number.
        foreach (var alert in messages.Where(NeedsNumber).OrderBy(message => message.Alert.Revision).GroupBy(message => message.Alert.Id))
            numbers[alert.Key] = await deliveries.Number(alert.Key, [.. alert.Select(message => message.Subscription.Id)], cancellationToken);

        return numbers.Count == 0
            ? messages
            : [.. messages.Select(message => NeedsNumber(message) ? With(message, numbers[message.Alert.Id][message.Subscription.Id]) : message)];
    }

    private static bool NeedsNumber(OutboundMessage message) => message is { Delivery: { Sequence: null, SupersededBy: null }, Rendering.IsNumbered: true };

    private static OutboundMessage With(OutboundMessage message, long number) => message with { Delivery = message.Delivery with { Sequence = number } };

    /// <summary>Some platforms return the id of the new post, and the ledger stores the start of each response.</summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithReplies(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        if (!messages.Any(MayReply))
            return messages;

        var joined = new List<OutboundMessage>(messages.Count);
        foreach (var message in messages)
            joined.Add(MayReply(message) ? message with { InReplyTo = await EarlierResponse(message, cancellationToken) } : message);

        return joined;
    }

    private static bool MayReply(OutboundMessage message) =>
        message.Rendering.IsReply && message.Alert.References.Count > 0 && message.GroupedDeliveries.Count == 0;

    private async Task<string?> EarlierResponse(OutboundMessage message, CancellationToken cancellationToken)
    {
        foreach (var earlier in message.Alert.References.Reverse().Take(MaxReferences))
        {
            var attempts = await deliveries.Attempts(earlier, message.Subscription.Id, cancellationToken);
            if (attempts.LastOrDefault(attempt => attempt.Error is null) is { ResponseStart: { } response })
                return response;
        }

        return null;
    }
}
