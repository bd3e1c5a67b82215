using System.Text.Json;

namespace AlertRelay.Functions;

/// <summary>
/// One call by the Functions host. Its body is <c>{"Data":{"NAME":…},"Metadata":{…}}</c>. Metadata is not read: the properties of a message
/// overwrite the host's own there. Anybody on this machine can make such a call, so it says what to look at and never what is true.
/// </summary>
/// <param name="Cancellation">When the host is gone, or when the call has taken too long.</param>
public sealed record Invocation(IServiceProvider Services, JsonElement Body, CancellationToken Cancellation)
{
    /// <summary>As the bindings of the function.json files name it.</summary>
    private const string OfQueue = "message", OfTimer = "timer";

    /// <summary>The text of a queue's message, which the host encodes as JSON twice.</summary>
    /// <exception cref="InvocationException">There is none.</exception>
    public string Message => Data(OfQueue) switch
    {
        { ValueKind: JsonValueKind.String } text => Decoded(text.GetString()!),
        { } other => other.GetRawText(),
        null => throw new InvocationException($"The call has no Data.{OfQueue}: it is not one of a queue."),
    };

    /// <summary>Of a timer: the host was down when this call was due.</summary>
    public bool IsLate => Data(OfTimer) is { ValueKind: JsonValueKind.Object } timer && timer.TryGetProperty("IsPastDue", out var late) && late.ValueKind == JsonValueKind.True;

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private JsonElement? Data(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("Data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;

    private static string Decoded(string text)
    {
        if (!text.StartsWith('"'))
            return text;

        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.GetString()!;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}

/// <summary>A call that cannot be done, in a sentence for the host's log.</summary>
public sealed class InvocationException(string message) : Exception(message);
