using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Storage.Azure;

/// <summary>A message that becomes visible when retries are due. It contains nothing: the ledger lists what is due.</summary>
public sealed class AzureRetryQueue(AzureStorage storage) : IRetryQueue
{
    // Base64, as the host expects, of an empty array: it adds nothing to the host's own metadata.
    private static readonly string Text = Convert.ToBase64String("[]"u8);

    public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var delay = due - storage.Time.GetUtcNow();
        return storage.Deliver.Send(Text, TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling(delay.TotalSeconds))), cancellationToken);
    }
}
