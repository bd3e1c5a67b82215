using System.Collections.Frozen;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>Says which country a text names that is nothing but a name, whatever form of the name it is.</summary>
internal sealed class WholeNameMatcher(IEnumerable<(string[] Words, Phrase Phrase)> names)
{
    private const int MaxNameLength = 200;

    // "Republic of X", "X (Federal Democratic Republic of)", "Royaume de X", "La X", "X SAR".
    private static readonly FrozenSet<string> Formal = FrozenSet.Create(
        "republic", "kingdom", "state", "commonwealth", "principality", "sultanate", "emirate", "grand", "duchy", "islamic", "federal", "federative",
        "democratic",
        "people", "s", "peoples", "socialist", "arab", "bolivarian", "plurinational", "independent", "cooperative", "co", "operative", "hashemite", "of",
        "sar", "republique", "royaume", "etat", "sultanat", "principaute", "federale", "federative", "islamique", "populaire", "democratique", "arabe",
        "du", "de", "d", "des", "la", "le", "les", "l", "republik", "bundesrepublik", "volksrepublik", "konigreich", "furstentum",
        "islamische", "arabische", "demokratische", "foderale", "der", "die", "das");

    // Two states claim each of these: the form of the name is what tells them apart, so an unknown form names neither.
    private static readonly FrozenSet<string> Shared = FrozenSet.Create("korea", "coree", "congo", "kongo");

    private readonly FrozenDictionary<string, Phrase> _names = names
        .DistinctBy(name => Key(name.Words)).ToFrozenDictionary(name => Key(name.Words), name => name.Phrase);

    public static bool IsShared(string text) => TextTokenizer.Of(text) is [var only] && Shared.Contains(only);

    public Area? Named(string text)
    {
        if (text.Length > MaxNameLength)
            return null;

        var words = TextTokenizer.Of(text);
        return Find(words) is { } exact ? exact.First : TwiceNamed(words) ?? WithoutForm(words);
    }

    /// <summary>"Burma (Myanmar)", "timor-leste-east-timor": two names of one country.</summary>
    private Area? TwiceNamed(string[] words) =>
        Enumerable.Range(1, Math.Max(0, words.Length - 1))
            .Select(cut => (First: Find(words.AsSpan(0, cut))?.First, Second: Find(words.AsSpan(cut))?.First))
            .FirstOrDefault(pair => pair.First is not null && pair.First == pair.Second)
            .First;

    private Area? WithoutForm(string[] words)
    {
        var bare = words.SkipWhile(Formal.Contains).Reverse().SkipWhile(Formal.Contains).Reverse().ToArray();
        return bare is [var only] && Shared.Contains(only) ? null : Find(bare)?.First;
    }

    private Phrase? Find(ReadOnlySpan<string> words) => _names.GetValueOrDefault(string.Join(' ', words));

    private static string Key(string[] words) => string.Join(' ', words);
}
