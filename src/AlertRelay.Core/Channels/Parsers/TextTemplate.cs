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
