using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Layout;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace AlertRelay.Pages.Alerts;

/// <summary>Words in a row that are in both texts, only in the earlier one, or only in the later one.</summary>
internal sealed record WordRun(string Text, WordState State);

internal enum WordState
{
    Same,
    Removed,
    Added,
}

/// <summary>One or more sentences of which at least one word changed.</summary>
internal sealed record ChangedSentences(IReadOnlyList<WordRun> Runs);

/// <summary>
/// Compares two texts sentence by sentence, and changed sentences word by word. The size of what is compared is limited, whatever a publisher writes.
/// </summary>
internal static partial class SentenceDiff
{
    // Comparing takes the square of these at worst: some hundredths of a second.
    private const int MaxSentences = 2_000, MaxWords = 1_000;

    // With less in common, two sentences are easier to read one after the other.
    private const double MinCommon = 0.3;

    /// <returns>Null if a text has too many sentences.</returns>
    public static IReadOnlyList<ChangedSentences>? Between(string before, string after)
    {
        var (old, present) = (Sentences(before), Sentences(after));
        if (old.Count > MaxSentences || present.Count > MaxSentences)
            return null;

        var diff = Compare(old, present);
        return
        [
            .. diff.DiffBlocks.Select(block => new ChangedSentences(Words(
                [.. old.Skip(block.DeleteStartA).Take(block.DeleteCountA).SelectMany(WordsOf)],
                [.. present.Skip(block.InsertStartB).Take(block.InsertCountB).SelectMany(WordsOf)]))),
        ];
    }

    private static IReadOnlyList<WordRun> Words(IReadOnlyList<string> old, IReadOnlyList<string> present)
    {
        var replaced = Runs((old, WordState.Removed), (present, WordState.Added));
        if (old.Count == 0 || present.Count == 0 || old.Count + present.Count > MaxWords)
            return replaced;

        var diff = Compare(old, present);
        var common = old.Count - diff.DiffBlocks.Sum(block => block.DeleteCountA);
        return common < MinCommon * Math.Max(old.Count, present.Count) ? replaced : Merged(old, present, diff);
    }

    private static IReadOnlyList<WordRun> Merged(IReadOnlyList<string> old, IReadOnlyList<string> present, DiffResult diff)
    {
        var parts = new List<(IReadOnlyList<string>, WordState)>();
        var place = 0;
        foreach (var block in diff.DiffBlocks)
        {
            parts.Add(([.. present.Take(block.InsertStartB).Skip(place)], WordState.Same));
            parts.Add(([.. old.Skip(block.DeleteStartA).Take(block.DeleteCountA)], WordState.Removed));
            parts.Add(([.. present.Skip(block.InsertStartB).Take(block.InsertCountB)], WordState.Added));
            place = block.InsertStartB + block.InsertCountB;
        }

        parts.Add(([.. present.Skip(place)], WordState.Same));
        return Runs([.. parts]);
    }

    private static IReadOnlyList<WordRun> Runs(params (IReadOnlyList<string> Words, WordState State)[] parts) =>
        [.. parts.Where(part => part.Words.Count > 0).Select(part => new WordRun(string.Join(' ', part.Words), part.State))];

    // Pieces hold no line break, so that each is a line.
    private static DiffResult Compare(IReadOnlyList<string> old, IReadOnlyList<string> present) => Differ.Instance.CreateDiffs(
        string.Join('\n', old), string.Join('\n', present), ignoreWhiteSpace: false, ignoreCase: false, new LineChunker());

    private static List<string> Sentences(string text) => [.. TextSanitizer.Paragraphs(text).SelectMany(paragraph => SentenceEnd.Split(paragraph))];

    private static string[] WordsOf(string sentence) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(?<=[.!?…。！？]) +")]
    private static partial Regex SentenceEnd { get; }
}
