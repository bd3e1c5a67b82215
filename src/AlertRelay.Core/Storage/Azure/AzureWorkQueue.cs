using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// A storage queue. A lease is the message's visibility timeout. Messages that were taken twenty times and never completed, or cannot be read,
/// are moved to the poison queue, because they would never end.
/// </summary>
internal sealed partial class AzureWorkQueue(AzureStorage storage, ILogger<AzureWorkQueue> log) : IWorkQueue
{
    private const int MaxTakes = 20, BatchOfParked = 32;

    // Table "enqueued": a row for each batch that has enqueued the next one. A batch of a thousand receivers costs two requests, a small alert none.
    private const string EnqueuedPartition = "batches", Batch = "batch", Next = "Next", At = "At";

    private static readonly TimeSpan WhileReviving = TimeSpan.FromSeconds(30);

    public Task Enqueue(FanOutBatch batch, CancellationToken cancellationToken) => storage.FanOut.Send(FanOutMessage.Encode(batch), cancellationToken);

    /// <summary>Noted after the message was sent: a crash in between repeats one message, and loses none.</summary>
    public async Task<string> EnqueueNext(FanOutBatch batch, FanOutBatch next, CancellationToken cancellationToken)
    {
        var row = TableKey.Of(Batch, batch.AlertId, batch.Cursor ?? "");
        if (await storage.Enqueued.Find(EnqueuedPartition, row, cancellationToken, Next) is { } first)
            return first.GetString(Next);

        await Enqueue(next, cancellationToken);
        var note = new TableEntity(EnqueuedPartition, row) { [Next] = next.Cursor, [At] = storage.Time.GetUtcNow().UtcTicks };
        await storage.Enqueued.Upsert(note, cancellationToken);
        return next.Cursor!;
    }

    /// <summary>Reads every note.</summary>
    public async Task<int> ForgetEnqueued(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new List<TableEntity>();
        await foreach (var row in storage.Enqueued.Range(EnqueuedPartition, TableKey.Below(Batch), 1000, cancellationToken, "PartitionKey", "RowKey", At))
        {
            if (row.GetInt64(At) < before.UtcTicks)
                old.Add(row);
        }

        foreach (var rows in old.Chunk(TableLimits.MaxRows))
            await storage.Enqueued.Transact([.. rows.Select(row => TableActions.Delete(row.PartitionKey, row.RowKey))], cancellationToken);

        return old.Count;
    }

    public async Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var taken = new List<WorkItem>();
        // Each iteration takes messages from the front, so it ends when the queue is empty at the latest.
        while (taken.Count < limit && await storage.FanOut.Receive(limit - taken.Count, lease, cancellationToken) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                if (await Readable(message, cancellationToken) is { } item)
                    taken.Add(item);
            }
        }

        return taken;
    }

    public Task Complete(WorkItem item, CancellationToken cancellationToken) =>
        item.Receipt.Split(' ') is [var id, var popReceipt]
            ? storage.FanOut.Delete(id, popReceipt, cancellationToken)
            : throw new ArgumentException($"The receipt \"{item.Receipt}\" is not one of this queue.");

    /// <summary>Includes messages that the Functions host moved there. Unreadable ones stay.</summary>
    public async Task<int> Revive(CancellationToken cancellationToken)
    {
        var revived = 0;
        // Each iteration hides the messages that it leaves, so that the next one sees those behind them.
        while (await storage.Poison.Receive(BatchOfParked, WhileReviving, cancellationToken) is { Count: > 0 } parked)
        {
            foreach (var message in parked.Where(message => FanOutMessage.Decode(message.MessageText) is not null))
            {
                await storage.FanOut.Send(message.MessageText, cancellationToken);
                await storage.Poison.Delete(message.MessageId, message.PopReceipt, cancellationToken);
                revived++;
            }
        }

        return revived;
    }

    private async Task<WorkItem?> Readable(QueueMessage message, CancellationToken cancellationToken)
    {
        var page = FanOutMessage.Decode(message.MessageText);
        if (page is not null && message.DequeueCount <= MaxTakes)
            return new WorkItem($"{message.MessageId} {message.PopReceipt}", page, (int)message.DequeueCount);

        await storage.Poison.Send(message.MessageText, cancellationToken);
        await storage.FanOut.Delete(message.MessageId, message.PopReceipt, cancellationToken);
        if (page is null)
            LogUnreadable(message.MessageId, storage.Poison.Name);
        else
            LogParked(page.AlertId, MaxTakes, storage.Poison.Name);

        return null;
    }

    [LoggerMessage(
        EventIds.BatchParked, LogLevel.Error,
        "A part of the fan-out of alert {Alert} was taken {Takes} times and never completed: it was moved to queue {Queue}")]
    private partial void LogParked(string alert, int takes, string queue);

    [LoggerMessage(
        EventIds.MessageUnreadable, LogLevel.Error,
        "Message {Id} of the fan-out queue cannot be read by this version of the relay: it was moved to queue {Queue}")]
    private partial void LogUnreadable(string id, string queue);
}

/// <summary>
/// A page of a fan-out as text of a queue. The Functions host copies a message's top-level properties over its own ("Id", "DequeueCount"),
/// so there is one property only, of a name that the host does not use. On the queue the text is base64, as the host expects.
/// </summary>
public static class FanOutMessage
{
    private const int Version = 1;

    public static string Write(FanOutBatch page) =>
        JsonSerializer.Serialize(new Envelope(new Content(Version, page.AlertId, page.Cursor, page.Trace, page.EnqueuedAt)), FanOutJson.Default.Envelope);

    /// <returns>Null when it is not a page that this version of the program understands.</returns>
    public static FanOutBatch? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FanOutJson.Default.Envelope) is { FanOut: { Version: Version, Alert.Length: > 0 } content }
                ? new FanOutBatch(content.Alert, content.Cursor, content.Trace, content.EnqueuedAt)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string Encode(FanOutBatch page) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Write(page)));

    internal static FanOutBatch? Decode(string message)
    {
        var bytes = new byte[message.Length];
        return Convert.TryFromBase64String(message, bytes, out var length) ? Read(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    internal sealed record Envelope(Content? FanOut);

    // Newer members: older programs ignore them, and older messages lack them.
    internal sealed record Content(int Version, string Alert, string? Cursor, string? Trace = null, DateTimeOffset? EnqueuedAt = null);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FanOutMessage.Envelope))]
internal sealed partial class FanOutJson : JsonSerializerContext;
