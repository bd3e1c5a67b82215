using System.Text.Json.Serialization.Metadata;

namespace AlertRelay.Alerts;

internal enum JsonFaultKind
{
    Broken,
    Duplicate,
    Unknown,
    Missing,
    WrongKind,

    /// <summary>Half of a surrogate pair, or bytes that are not UTF-8.</summary>
    NotText,
}

/// <summary>The first error in a document, according to the serializer.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Byte">In its line, from 1.</param>
internal sealed record JsonFault(JsonFaultKind Kind, long Line, long Byte)
{
    /// <summary>"filter.channels[0]"; empty for the whole document.</summary>
    public string Path { get; init; } = "";

    /// <summary>The name of the last member on the path: "channels".</summary>
    public string Member { get; init; } = "";

    /// <summary>The expected type of the value. For an unknown or missing member: the type of its object.</summary>
    public JsonTypeInfo? Type { get; init; }

    public JsonFault Within(string member) => this with
    {
        Path = Path.Length == 0 || Path[0] == '[' ? member + Path : $"{member}.{Path}",
        Member = Member.Length == 0 ? member : Member,
    };

    public JsonFault WithinElement(int index) => this with { Path = Path.Length == 0 || Path[0] == '[' ? $"[{index}]{Path}" : $"[{index}].{Path}" };
}
