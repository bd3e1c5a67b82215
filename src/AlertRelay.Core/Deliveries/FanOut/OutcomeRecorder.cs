using System.Threading.Channels;

namespace AlertRelay.Deliveries.FanOut;

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
