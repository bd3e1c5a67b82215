namespace AlertRelay.Channels.Countries;

/// <summary>Where a name may stand within a word: Arabic writes short words before it, Korean writes particles after it.</summary>
internal static class WordStem
{
    private const int MaxParticle = 3, MinName = 2;
    private const char FirstHangul = '\uAC00', LastHangul = '\uD7A3', FirstArabic = '\u0621', LastArabic = '\u064A';

    // "and", "in", "to", "as", "then": one letter each, and two may stand together.
    private const string Prefixes = "\u0648\u0628\u0644\u0643\u0641";

    /// <returns>The longest first; none for other scripts.</returns>
    public static IEnumerable<Range> Of(ReadOnlySpan<char> word) =>
        word.Length <= MinName ? []
        : word[0] is >= FirstHangul and <= LastHangul ? Korean(word.Length)
        : word[0] is >= FirstArabic and <= LastArabic ? Arabic(word)
        : [];

    private static IEnumerable<Range> Korean(int length) =>
        Enumerable.Range(1, Math.Min(MaxParticle, length - MinName)).Select(particle => ..(length - particle));

    private static List<Range> Arabic(ReadOnlySpan<char> word)
    {
        var stems = new List<Range>();
        for (var count = 1; count <= 2 && word.Length - count > MinName && Prefixes.Contains(word[count - 1], StringComparison.Ordinal); count++)
            stems.Add(count..);

        return stems;
    }
}
