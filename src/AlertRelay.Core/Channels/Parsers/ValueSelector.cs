using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Where an element, or a page, has what a notice is made of: for each member one selector or several, in the words of the reader that uses
/// them.
/// </summary>
internal sealed class ValueSelector(IReadOnlyDictionary<string, IReadOnlyList<string>> selectors)
{
    /// <summary>Empty for a member that is not chosen.</summary>
    public IReadOnlyList<string> this[string member] => selectors.GetValueOrDefault(member) ?? [];

    public bool Chooses(string member) => this[member].Count > 0;

    /// <param name="path">Where it stands in the catalogue file, for the sentences about what is wrong.</param>
    /// <param name="isSelector">Whether the reader could use a text as a selector.</param>
    public static ValueSelector Read(JsonElement options, string path, IReadOnlyList<string> members, Func<string, bool> isSelector, List<string> problems)
    {
        var selectors = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var member in members)
        {
            if (options.Member(member) is not { } stated)
                continue;
            if (Texts(stated) is { Count: > 0 } texts && texts.All(text => TextTemplate.Is(text) || isSelector(text)))
                selectors[member] = texts;
            else
                problems.Add($"\"{path}.{member}\": write a selector that this parser understands, or a list of them.");
        }

        return new ValueSelector(selectors);
    }

    private static IReadOnlyList<string> Texts(JsonElement stated) =>
        stated.ValueKind == JsonValueKind.Array
            ? [.. stated.EnumerateArray().Select(text => ((JsonElement?)text).Text() ?? "")]
            : ((JsonElement?)stated).Text() is { Length: > 0 } only ? [only] : [];
}
