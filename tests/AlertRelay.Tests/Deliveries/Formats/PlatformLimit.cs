using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>What a platform counts.</summary>
internal enum Unit
{
    Utf16,
    CodePoints,
    Bytes,
    BytesOfUtf16,
    BytesOfLongestLine,

    /// <summary>Of a list.</summary>
    Items,

    /// <summary>UTF-16 units of all texts below it together.</summary>
    AllTexts,
}

/// <param name="Where">"" is the whole body, "?title" a part of the query; else names of members from the outside in, "[]" for all items of a list,
/// "[header]" for those of this type.</param>
internal sealed record PlatformLimit(string Format, string Where, Unit Unit, int Most, string Source, int Least = 0)
{
    public IEnumerable<string> Complaints(Message message) =>
        Measure(message).Where(length => length < Least || length > Most).Select(
            length => $"{Format}: {(Where.Length > 0 ? Where : "the message")} has {length}, may have {Least} to {Most} ({Unit}; {Source})");

    public IEnumerable<int> Measure(Message message) => Where switch
    {
        "" => [Length(Encoding.UTF8.GetString(message.Body.Span))],
        ['?', .. var name] => message.Query.TryGetValue(name, out var value) ? [Length(value)] : [],
        _ => Below(JsonNode.Parse(message.Body.Span)!, Where.Split('.')).Select(Length),
    };

    private int Length(JsonNode node) => Unit switch
    {
        Unit.Items => node.AsArray().Count,
        Unit.AllTexts => TextsIn(node).Sum(text => text.Length),
        _ => Length(node.GetValue<string>()),
    };

    private int Length(string text) => Unit switch
    {
        Unit.Utf16 => text.Length,
        Unit.CodePoints => text.EnumerateRunes().Count(),
        Unit.Bytes => Encoding.UTF8.GetByteCount(text),
        Unit.BytesOfUtf16 => Encoding.Unicode.GetByteCount(text),
        Unit.BytesOfLongestLine => text.Split('\n').Max(line => Encoding.UTF8.GetByteCount(line.TrimEnd('\r'))),
        _ => throw new InvalidOperationException($"{Unit} is not for texts."),
    };

    private static IEnumerable<JsonNode> Below(JsonNode node, ReadOnlySpan<string> path)
    {
        if (path is [])
            return [node];

        var rest = path[1..].ToArray();
        var (name, type) = path[0].Split('[') is [var list, var kind] ? (list, kind.TrimEnd(']')) : (path[0], null);
        return (node[name], type) switch
        {
            (null, _) => [],
            ({ } member, null) => Below(member, rest),
            ({ } items, _) => items.AsArray().Where(item => type is "" || item!["type"]!.GetValue<string>() == type).SelectMany(item => Below(item!, rest)),
        };
    }

    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsIn(member.Value)),
        JsonArray items => items.SelectMany(TextsIn),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
