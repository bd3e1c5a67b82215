using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlertRelay.Benchmarks.Levels;

/// <summary>A passage of official advice with the level that a person read in it; the README.md beside the files explains each member.</summary>
public sealed record JudgedPassage
{
    public required string Government { get; init; }

    public required string Country { get; init; }

    public required string Text { get; init; }

    /// <summary>"none" where the words give the country none.</summary>
    public required string Level { get; init; }

    /// <summary>The most severe level of any part.</summary>
    public required string Regional { get; init; }

    /// <summary>"explicit", "implied" or "absent".</summary>
    public required string Basis { get; init; }

    [JsonIgnore]
    public bool IsStated => Level != "none";

    public static IReadOnlyList<JudgedPassage> In(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JudgedPassage>(line, JsonSerializerOptions.Web)!)];
}
