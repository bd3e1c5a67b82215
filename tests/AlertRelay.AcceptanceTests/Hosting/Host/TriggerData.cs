using System.Text;
using System.Text.Json;
using AlertRelay.AcceptanceTests.Hosting.Rpc;
using Azure.Storage.Queues.Models;
using Google.Protobuf;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>What the host sends to a function, in the shapes that were recorded of the real one.</summary>
internal static class TriggerData
{
    public static TypedData Http { get; } = new() { Http = new RpcHttp() };

    public static TypedData Timer(bool isPastDue) => new()
    {
        Json = JsonSerializer.Serialize(new { Schedule = new { AdjustForDST = true }, ScheduleStatus = (object?)null, IsPastDue = isPastDue }),
    };

    /// <param name="body">Decoded. What is not UTF-8 in it arrives as replacement characters, as with the real host.</param>
    public static TypedData Queue(QueueMessage message, byte[] body) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureStorageQueues",
            ContentType = "application/json",
            Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new
            {
                message.MessageId,
                message.PopReceipt,
                MessageText = Encoding.UTF8.GetString(body),
                Body = body,
                message.NextVisibleOn,
                message.InsertedOn,
                message.ExpiresOn,
                message.DequeueCount,
            })),
        },
    };

    /// <summary>The message's own JSON properties overwrite the host's, as with the real host.</summary>
    public static IEnumerable<KeyValuePair<string, TypedData>> Metadata(QueueMessage message, byte[] body)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = new() { String = Encoding.UTF8.GetString(body) },
            ["DequeueCount"] = Json(message.DequeueCount),
            ["Id"] = new() { String = message.MessageId },
            ["InsertionTime"] = Json(message.InsertedOn),
            ["ExpirationTime"] = Json(message.ExpiresOn),
            ["NextVisibleTime"] = Json(message.NextVisibleOn),
            ["PopReceipt"] = new() { String = message.PopReceipt },
        };
        foreach (var (name, value) in PropertiesOf(body))
            metadata[name] = new TypedData { Json = value.GetRawText() };
        return metadata;
    }

    private static Dictionary<string, JsonElement> PropertiesOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value) };
}
