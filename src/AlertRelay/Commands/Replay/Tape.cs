using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;

namespace AlertRelay.Commands.Replay;

/// <summary>A folder with the responses of a publisher's servers, poll by poll. docs/build/replay.md describes it.</summary>
public sealed record Tape
{
    public string Title { get; init; } = "";

    public required IReadOnlyList<string> Channels { get; init; }

    public required IReadOnlyList<TapePoll> Polls { get; init; }

    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <exception cref="TapeException">The message says what is missing or wrong.</exception>
    public static Tape Open(string folder)
    {
        var file = Path.Combine(folder, "tape.json");
        if (!File.Exists(file))
            throw new TapeException($"{folder} is not a tape: it holds no tape.json.");

        try
        {
            using var stream = File.OpenRead(file);
            var tape = JsonSerializer.Deserialize(stream, TapeSerializer.Tape) ?? throw new TapeException($"{file} is empty.");
            return tape.Polls.Count > 0 && tape.Channels.Count > 0
                ? tape with { Folder = folder }
                : throw new TapeException($"{file} has no polls or no channels.");
        }
        catch (JsonException fault)
        {
            throw new TapeException($"{file}, line {fault.LineNumber + 1}: {fault.Message}");
        }
    }
}

public sealed record TapePoll
{
    public required DateTimeOffset At { get; init; }

    /// <summary>URLs that are not listed respond as in the poll before.</summary>
    public IReadOnlyList<TapeResponse> Responses { get; init; } = [];
}

public sealed record TapeResponse
{
    public required string Url { get; init; }

    public int Status { get; init; } = 200;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A file of the tape's folder.</summary>
    public string? Body { get; init; }

    /// <summary>"timeout" or "reset": no answer at all.</summary>
    public string? Error { get; init; }

    /// <summary>False: the server sends no validators, and none are generated.</summary>
    public bool Validators { get; init; } = true;
}

public sealed class TapeException(string message) : Exception(message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(Tape))]
[JsonSerializable(typeof(ExpectedAlert))]
internal sealed partial class TapeJson : JsonSerializerContext;

/// <summary>How tapes are read: members that are left out have their defaults.</summary>
internal static class TapeSerializer
{
    private static readonly JsonSerializerOptions Options = new(TapeJson.Default.Options)
    {
        TypeInfoResolver = TapeJson.Default.WithAddedModifier(JsonDefaults.Keep),
    };

    public static readonly JsonTypeInfo<Tape> Tape = (JsonTypeInfo<Tape>)Options.GetTypeInfo(typeof(Tape));

    public static readonly JsonTypeInfo<ExpectedAlert> Expected = (JsonTypeInfo<ExpectedAlert>)Options.GetTypeInfo(typeof(ExpectedAlert));
}
