using AlertRelay.Deliveries.FanOut;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AlertRelay.Storage.Azure;

/// <summary>One queue of texts. It is created if missing.</summary>
internal sealed class AzureQueue(QueueClient client, AzureErrors faults)
{
    // https://learn.microsoft.com/azure/storage/queues/scalability-targets
    private const int MaxMessage = 64 * 1024;

    // https://learn.microsoft.com/rest/api/storageservices/get-messages
    private const int MaxConcurrency = 32;

    private static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1), MaxLease = TimeSpan.FromDays(7);

    public string Name => client.Name;

    public Task Create(CancellationToken cancellationToken) =>
        faults.Explained(() => client.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    /// <param name="delay">Until it can be received; at most 7 days.</param>
    public Task Send(string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (text.Length > MaxMessage)
            throw new InvalidOperationException($"A message of a storage queue has at most {MaxMessage} bytes, not {text.Length}.");

        return Run(() => client.SendMessageAsync(text, delay, NoExpiry, cancellationToken), cancellationToken);
    }

    public Task Send(string text, CancellationToken cancellationToken) => Send(text, TimeSpan.Zero, cancellationToken);

    /// <param name="lease">Whole seconds; the service counts no smaller ones.</param>
    public async Task<IReadOnlyList<QueueMessage>> Receive(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lease, MaxLease);
        var whole = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(lease.TotalSeconds)));
        return await Run<QueueMessage[]>(
            async () => await client.ReceiveMessagesAsync(Math.Min(limit, MaxConcurrency), whole, cancellationToken), cancellationToken);
    }

    /// <summary>Does nothing if the message is gone, or was taken again.</summary>
    public async Task Delete(string id, string popReceipt, CancellationToken cancellationToken)
    {
        try
        {
            await Run(() => client.DeleteMessageAsync(id, popReceipt, cancellationToken), cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.PopReceiptMismatch || e.ErrorCode == QueueErrorCode.MessageNotFound)
        {
        }
    }

    private async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await faults.Explained(work, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await Create(cancellationToken);
            return await faults.Explained(work, cancellationToken);
        }
    }
}

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
