using System.Globalization;
using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// A publisher's JSON. Missing values and those of another type are null, unreadable ones throw <see cref="ShapeException"/>: .NET itself answers a
/// string with half a surrogate pair or with bytes that are not UTF-8 with an InvalidOperationException, and only when it is asked for.
/// </summary>
internal static class JsonValues
{
    private const string NotText = "a string in the JSON is no text";
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static JsonElement Parse(SourceDocument document)
    {
        var bytes = DocumentShape.WithoutByteOrderMark(TextEncoding.Mended(document.Body).Span);
        DocumentShape.RefuseOtherThan("JSON", bytes, "{["u8);
        try
        {
            return JsonElement.Parse(bytes, Options);
        }
        catch (JsonException e)
        {
            throw new ShapeException($"the JSON is broken or cut off at line {e.LineNumber + 1}", e);
        }
    }

    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
                ? found
                : null;
        }
        catch (InvalidOperationException e)
        {
            throw new ShapeException(NotText, e);
        }
    }

    public static JsonElement Needed(this JsonElement element, string name) => element.Member(name) ?? throw new ShapeException($"\"{name}\" is missing");

    public static string? Text(this JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException e)
        {
            throw new ShapeException(NotText, e);
        }
    }

    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    /// <summary>Not missing, not blank.</summary>
    public static string NeededText(this JsonElement element, string name) =>
        element.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : throw new ShapeException($"\"{name}\" is missing or empty");

    /// <summary>A whole number, written as one or within quotation marks.</summary>
    public static long? Number(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) => value,
        { ValueKind: JsonValueKind.String } text
            when long.TryParse(((JsonElement?)text).Text(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    /// <summary>A number with or without a fraction; what no double can hold is null.</summary>
    public static double? Fraction(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    public static bool IsTrue(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Written as true or false, also within quotation marks; null for anything else.</summary>
    public static bool? Boolean(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(((JsonElement?)text).Text(), out var value) => value,
        _ => null,
    };

    public static IEnumerable<JsonElement> Elements(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IReadOnlyList<JsonElement> NeededList(this JsonElement element, string name) =>
        element.Needed(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : throw new ShapeException($"\"{name}\" is no list");

    public static IReadOnlyList<JsonElement> NeededList(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : throw new ShapeException("an object where a list was due");

    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new ShapeException("a list of named entries was due");

        return element.EnumerateObject().Select(member => (NameOf(member), member.Value));
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new ShapeException(NotText, e);
        }
    }
}
