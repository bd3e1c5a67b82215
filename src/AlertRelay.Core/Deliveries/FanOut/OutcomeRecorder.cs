using System.Threading.Channels;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Writes the outcomes of one batch of sends while it goes on: many in one transaction, and none later than a moment after it is known, so that
/// a crash repeats little and a slow receiver does not hold back the record of the fast ones.
/// </summary>
internal sealed class OutcomeRecorder(IDeliveryStore deliveries, TimeProvider time)
{
    private const int BatchSize = 500;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(Delivery Delivery, Attempt Attempt)> _outcomes =
        Channel.CreateUnbounded<(Delivery, Attempt)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(Delivery delivery, Attempt attempt) => _outcomes.Writer.TryWrite((delivery, attempt));

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        _outcomes.Writer.Complete();
        _complete.SetResult();
    }

    /// <summary>Until all is written. Not to be cancelled: what was sent must be known as sent.</summary>
    public async Task Run()
    {
        while (await _outcomes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Woken once for many outcomes, by time, and not by each of them.
            await _complete.Task.WaitAsync(Linger, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
