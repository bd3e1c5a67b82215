using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// JSON of any publisher; see <see cref="SelectionOptions"/>. A selector is a path: the names of members with dots between them, "*" for every element of a
/// list and every member of an object ("data.*", "blocks.*.text"), "." for the element itself and "@key" for the name under which it stands in an object.
/// </summary>
internal sealed partial class JsonNoticeParser : INoticeParser
{
    private const string Itself = ".";
    private const string OwnName = "@key";

    public string Name => "json";

    /// <summary>2: HTML that was escaped twice.</summary>
    public int Version => 2;

    public IReadOnlyList<string> Problems(JsonElement options) => SelectionOptions.Problems(options, IsPath);

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var options = SelectionOptions.Of(channel, IsPath);
        var root = JsonValues.Parse(document);
        var elements = At((null, root), options.List).Where(found => found.Value.ValueKind == JsonValueKind.Object).ToList();
        if (elements.Count == 0 && channel.MayBeEmpty && IsEmptyList(root, options.List))
            return new NoticeReading([]);

        var selected = elements.Select(element => new SelectedValue(path => ValuesIn(element, path), options.Element, options, channel));
        return SelectedNotices.Read([.. selected], options, document, channel);
    }

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var options = SelectionOptions.Of(channel, IsPath);
        if (options.Page is not { } selection)
            throw new ShapeException("the channel file defines no pages");

        var root = (Key: (string?)entry.Key, Value: JsonValues.Parse(page));
        return SelectedNotices.ReadPage(new SelectedValue(path => ValuesIn(root, path), selection, options, channel), page, entry, channel);
    }

    // The list itself is there and holds nothing: a document without the list is another one.
    private static bool IsEmptyList(JsonElement root, string path) =>
        path.EndsWith('*')
        && At((null, root), path.Length > 2 ? path[..^2] : Itself).Any(
            found => found.Value.ValueKind == JsonValueKind.Array && found.Value.GetArrayLength() == 0);

    private static IEnumerable<string> ValuesIn((string? Key, JsonElement Value) element, string path) =>
        path == OwnName ? element.Key is { } key ? [key] : []
        : At(element, path).Select(found => TextOf(found.Value)).OfType<string>();

    private static IEnumerable<(string? Key, JsonElement Value)> At((string? Key, JsonElement Value) element, string path) =>
        path == Itself
            ? [element]
            : path.Split('.').Aggregate((IEnumerable<(string?, JsonElement)>)[element], (found, name) => found.SelectMany(one => Step(one, name)));

    private static IEnumerable<(string? Key, JsonElement Value)> Step((string? Key, JsonElement Value) element,
        string name) => (name, element.Value.ValueKind) switch
        {
            ("*", JsonValueKind.Array) => element.Value.EnumerateArray().Select(value => ((string?)null, value)),
            ("*", JsonValueKind.Object) => element.Value.Members().Select(member => ((string?)member.Name, member.Value)),
            _ => element.Value.Member(name) is { } value ? [(name, value)] : [],
        };

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => CanonicalText.WordsOf(EscapedMarkup.Unescaped(((JsonElement?)value).Text()!)),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static bool IsPath(string text) => text is Itself or OwnName || Path().IsMatch(text);

    [GeneratedRegex(@"^[^.\s@][^.]*(?:\.[^.]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
