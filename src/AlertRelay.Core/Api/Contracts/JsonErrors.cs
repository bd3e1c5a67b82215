using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace AlertRelay.Api.Contracts;

/// <summary>Says in the words of the API what the serializer did not like.</summary>
internal static partial class JsonErrors
{
    private const string WholeBody = "body";

    // The serializer tells this apart in its message only.
    private const string Twice = "Duplicate property";

    /// <param name="expected">The type that the body should have had.</param>
    public static Problem Describe(JsonException fault, Type expected)
    {
        // The reader's own exception is inside when the text itself is broken; the serializer's stands alone when the text means something else.
        if (fault.InnerException is JsonException)
            return ProblemKind.InvalidJson.WithDetail($"The body stops being JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");

        var path = Segments(fault.Path ?? "$");
        var mistakes = new ValidationErrors();
        mistakes.Add(Field(path), Sentence(fault, path, expected));
        return mistakes.ToProblem();
    }

    private static string Sentence(JsonException fault, List<string> path, Type expected)
    {
        if (fault.Message.StartsWith(Twice, StringComparison.Ordinal))
            return path.Count == 0 ? "a member stands twice; write each once." : "stands twice; write it once.";

        if (Walk(path, expected) is { } found)
            return $"write {Kind(found)}.";

        return Walk([.. path.SkipLast(1)], expected) is { Kind: JsonTypeInfoKind.Object } owner
            ? $"is not known here; what may be written: {string.Join(", ", owner.Properties.Select(property => property.Name))}."
            : "cannot be read.";
    }

    private static JsonTypeInfo? Walk(IReadOnlyList<string> path, Type expected) =>
        path.Aggregate((JsonTypeInfo?)Info(expected), (at, segment) => at switch
        {
            { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, ElementType: { } element } => Info(element),
            { Kind: JsonTypeInfoKind.Object } => Member(at, segment),
            _ => null,
        });

    private static JsonTypeInfo? Member(JsonTypeInfo owner, string name) =>
        owner.Properties.FirstOrDefault(property => Same(property.Name, name)) is { } member ? Info(member.PropertyType) : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static JsonTypeInfo Info(Type type) => WebJson.Wire.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string Kind(JsonTypeInfo info) => info switch
    {
        { Kind: JsonTypeInfoKind.Enumerable } => "a list of texts, such as [\"…\"]",
        { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "an object, such as {\"…\": …}",
        _ when info.Type == typeof(string) => "a text in quotes",
        _ when info.Type == typeof(int) => "a whole number without quotes",
        _ when info.Type == typeof(bool) => "true or false",
        _ when info.Type == typeof(DateTimeOffset) => "a time such as \"2026-01-31T09:00:00Z\"",
        _ => "another value",
    };

    // "$.filter.channels[0]", "$['odd name']" (the serializer's own notation).
    private static List<string> Segments(string path) =>
        [.. Segment().Matches(path).Select(match => match.Groups[1].Value + match.Groups[2].Value + match.Groups[3].Value)];

    private static string Field(List<string> path) =>
        path.Count == 0 ? WholeBody
        : string.Concat(path.Select((segment, place) => segment.All(char.IsAsciiDigit) ? $"[{segment}]" : place == 0 ? segment : $".{segment}"));

    [GeneratedRegex(@"\.([^.\[]+)|\[(\d+)\]|\['(.*?)'\]")]
    private static partial Regex Segment();
}
