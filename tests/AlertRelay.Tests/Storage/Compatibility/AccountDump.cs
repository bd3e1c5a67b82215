using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>The tables, queues and blobs of one prefix as JSON, and back again. Knows nothing of what the relay means by them.</summary>
internal sealed class AccountDump(StorageOptions account)
{
    private const int RowsAtOnce = 20, MostMessages = 32;

    private static readonly string[] NotOurs = ["odata.etag", "Timestamp"];

    private readonly TableServiceClient _tables = new(account.ConnectionString);
    private readonly QueueServiceClient _queues = new(account.ConnectionString);
    private readonly BlobServiceClient _blobs = new(account.ConnectionString);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<JsonNode> Save()
    {
        var (tables, queues, containers) = (new JsonObject(), new JsonObject(), new JsonObject());
        await foreach (var table in _tables.QueryAsync(cancellationToken: Cancellation))
        {
            if (Short(table.Name) is { } name)
                tables[name] = await Rows(table.Name);
        }

        await foreach (var queue in _queues.GetQueuesAsync(prefix: account.Prefix, cancellationToken: Cancellation))
            queues[Short(queue.Name)!] = await Messages(queue.Name);

        await foreach (var container in _blobs.GetBlobContainersAsync(prefix: account.Prefix, cancellationToken: Cancellation))
            containers[Short(container.Name)!] = await Blobs(container.Name);

        return new JsonObject { ["tables"] = tables, ["queues"] = queues, ["containers"] = containers };
    }

    public async Task Load(JsonNode dump)
    {
        foreach (var (name, rows) in dump["tables"]!.AsObject())
            await LoadTable(_tables.GetTableClient(account.Prefix + name), rows!.AsArray());

        foreach (var (name, messages) in dump["queues"]!.AsObject())
        {
            var queue = _queues.GetQueueClient(account.Prefix + name);
            await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
            foreach (var text in messages!.AsArray())
                await queue.SendMessageAsync(text!.GetValue<string>(), Cancellation);
        }

        foreach (var (name, blobs) in dump["containers"]!.AsObject())
            await LoadContainer(_blobs.GetBlobContainerClient(account.Prefix + name), blobs!.AsArray());
    }

    private string? Short(string name) => name.StartsWith(account.Prefix, StringComparison.Ordinal) ? name[account.Prefix.Length..] : null;

    private async Task<JsonArray> Rows(string table)
    {
        var rows = new JsonArray();
        await foreach (var row in _tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            var columns = row.Where(column => !NotOurs.Contains(column.Key)).OrderBy(column => column.Key, StringComparer.Ordinal);
            rows.Add(new JsonObject(columns.Select(column => KeyValuePair.Create(column.Key, (JsonNode?)Typed(column.Value)))));
        }

        return rows;
    }

    private async Task<JsonArray> Messages(string queue)
    {
        var messages = await _queues.GetQueueClient(queue).PeekMessagesAsync(MostMessages, Cancellation);
        return [.. messages.Value.Select(message => JsonValue.Create(message.MessageText))];
    }

    private async Task<JsonArray> Blobs(string container)
    {
        var blobs = new JsonArray();
        var client = _blobs.GetBlobContainerClient(container);
        await foreach (var blob in client.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, Cancellation))
        {
            var content = await client.GetBlobClient(blob.Name).DownloadContentAsync(Cancellation);
            blobs.Add(new JsonObject
            {
                ["name"] = blob.Name,
                ["contentType"] = blob.Properties.ContentType,
                ["metadata"] = JsonSerializer.SerializeToNode(blob.Metadata),
                ["content"] = Convert.ToBase64String(content.Value.Content),
            });
        }

        return blobs;
    }

    private static async Task LoadTable(TableClient table, JsonArray rows)
    {
        await table.CreateIfNotExistsAsync(Cancellation);
        foreach (var partition in rows.Select(row => Entity(row!.AsObject())).GroupBy(row => row.PartitionKey))
        {
            foreach (var some in partition.Chunk(RowsAtOnce))
                await table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), Cancellation);
        }
    }

    private static async Task LoadContainer(BlobContainerClient container, JsonArray blobs)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        foreach (var blob in blobs)
        {
            var options = new BlobUploadOptions
            {
                Metadata = blob!["metadata"].Deserialize<Dictionary<string, string>>(),
                HttpHeaders = new BlobHttpHeaders { ContentType = blob["contentType"]!.GetValue<string>() },
            };
            var content = BinaryData.FromBytes(Convert.FromBase64String(blob["content"]!.GetValue<string>()));
            await container.GetBlobClient(blob["name"]!.GetValue<string>()).UploadAsync(content, options, Cancellation);
        }
    }

    private static TableEntity Entity(JsonObject row)
    {
        var entity = new TableEntity();
        foreach (var (name, value) in row)
            entity[name] = Value(value!);

        return entity;
    }

    // A string is itself. Every other value names its EDM type, so that no number, time or array of bytes comes back as something else.
    private static JsonNode Typed(object? value) => value switch
    {
        string text => text,
        int number => new JsonObject { ["Edm.Int32"] = number },
        long number => new JsonObject { ["Edm.Int64"] = number.ToString(CultureInfo.InvariantCulture) },
        bool flag => new JsonObject { ["Edm.Boolean"] = flag },
        double number => new JsonObject { ["Edm.Double"] = number },
        DateTimeOffset time => new JsonObject { ["Edm.DateTime"] = time.ToString("O", CultureInfo.InvariantCulture) },
        byte[] bytes => new JsonObject { ["Edm.Binary"] = Convert.ToBase64String(bytes) },
        _ => throw new NotSupportedException($"A column of the type {value?.GetType().Name ?? "null"} cannot be dumped."),
    };

    private static object Value(JsonNode value)
    {
        if (value is not JsonObject typed)
            return value.GetValue<string>();

        var (type, content) = typed.Single();
        return type switch
        {
            "Edm.Int32" => content!.GetValue<int>(),
            "Edm.Int64" => long.Parse(content!.GetValue<string>(), CultureInfo.InvariantCulture),
            "Edm.Boolean" => content!.GetValue<bool>(),
            "Edm.Double" => content!.GetValue<double>(),
            "Edm.DateTime" => DateTimeOffset.Parse(content!.GetValue<string>(), CultureInfo.InvariantCulture),
            "Edm.Binary" => Convert.FromBase64String(content!.GetValue<string>()),
            _ => throw new NotSupportedException($"{type} is not known."),
        };
    }
}
