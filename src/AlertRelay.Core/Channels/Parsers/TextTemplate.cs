using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// An address put together from what an element has: "https://example.org/{isocode}/advice". "{slug}" is the title as addresses have it, in small letters
/// without accents and with hyphens, or what the file says for this one.
/// </summary>
internal static partial class TextTemplate
{
    private const string Slug = "slug";

    public static bool Is(string text) => text.Contains('{');

    public static bool HasSlug(string text) => text.Contains($"{{{Slug}}}", StringComparison.Ordinal);

    /// <returns>Null when one of the parts is missing.</returns>
    public static string? Fill(string template, string? slug, Func<string, string?> first)
    {
        var complete = true;
        var filled = Part().Replace(template, part =>
        {
            var name = part.Groups[1].Value;
            var value = name == Slug ? slug : first(name);
            complete &= !string.IsNullOrEmpty(value);
            return value ?? "";
        });
        return complete ? filled : null;
    }

    public static string SlugOf(string title)
    {
        Span<char> folded = stackalloc char[2 * MaxLength];
        var words = Word().EnumerateMatches(title.AsSpan(0, Math.Min(title.Length, MaxLength)));
        var slug = new List<string>();
        foreach (var word in words)
            slug.Add(folded[..Math.Max(0, ScriptCharacters.Fold(title.AsSpan(word.Index, word.Length), folded))].ToString());

        return string.Join('-', slug);
    }

    private const int MaxLength = 100;

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"[\p{L}\p{Nd}\p{Mn}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

/// <summary>
/// "addresses" of a catalogue file: { "Salvador": "el-salvador", "Fidji": "/advice/iles-fidji.html" }. Pages whose address follows no rule, by the notice's
/// title or id: what "{slug}" stands for, or the whole address.
/// </summary>
internal sealed class AddressTable
{
    private readonly Dictionary<string, string> _stated = new(StringComparer.Ordinal);

    /// <returns>Null where the rule holds.</returns>
    public string? Find(string? title, string? id) => Stated(title) ?? Stated(id);

    /// <summary>Whether it is an address; otherwise it is a slug.</summary>
    public static bool IsWhole(string stated) => stated.Contains('/');

    /// <param name="hasSlug">Whether a "link" or an "address" of the file has a place for "{slug}".</param>
    public static AddressTable Read(JsonElement options, bool hasSlug, List<string> problems)
    {
        var table = new AddressTable();
        if (options.Member("addresses") is not { } stated)
            return table;

        foreach (var member in stated.ValueKind == JsonValueKind.Object ? stated.Members() : [])
        {
            var address = ((JsonElement?)member.Value).Text();
            if (address is { Length: > 0 } && !address.Any(char.IsWhiteSpace) && (hasSlug || IsWhole(address)))
                table._stated[NameOf(member.Name)] = address;
            else
                problems.Add($"\"options.addresses\": write an address for \"{member.Name}\", such as \"/advice/el-salvador\", "
                    + "or the text for {slug} where \"link\" or \"address\" has that.");
        }

        if (stated.ValueKind != JsonValueKind.Object || !stated.Members().Any())
            problems.Add("\"options.addresses\": write an object such as { \"Salvador\": \"el-salvador\" }.");
        return table;
    }

    private string? Stated(string? name) => name is null ? null : _stated.GetValueOrDefault(NameOf(name));

    // Case, accents and punctuation differ between the table and the page.
    private static string NameOf(string name) => TextTemplate.SlugOf(name) is { Length: > 0 } slug ? slug : name.Trim();
}
