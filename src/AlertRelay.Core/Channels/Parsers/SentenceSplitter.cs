using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Sentences of a canonical text.</summary>
internal static partial class SentenceSplitter
{
    private const int MaxLength = 300;

    /// <summary>Headings and items without a full stop count as sentences; "U.S." ends none.</summary>
    public static IEnumerable<string> Of(string text) => text.Split('\n').SelectMany(line => End().Split(line)).Where(sentence => sentence.Length > 0);

    /// <summary>For summaries: the first sentence, over the ends of lines, at most 300 characters.</summary>
    public static string First(string text)
    {
        var start = text.Length > 4 * MaxLength ? text[..(4 * MaxLength)] : text;
        var sentence = End().Split(start.Replace('\n', ' '), 2)[0];
        return sentence.Length <= MaxLength ? sentence : string.Concat(sentence.AsSpan(0, CutBefore(sentence)).TrimEnd(), "…");
    }

    private static int CutBefore(string sentence) => char.IsHighSurrogate(sentence[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1;

    [GeneratedRegex(@"(?<=[.!?])(?<!\b[A-Z]\.[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|e\.g|i\.e)\.)\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex End();
}
