using AlertRelay.Alerts;
using DiffPlex;
using DiffPlex.Chunkers;

namespace AlertRelay.Detection;

/// <summary>The removed and added words, in runs short enough for a chat.</summary>
internal static class WordDiff
{
    private const int MaxRuns = 8;
    private const int MaxRun = 280;

    // Longer texts are compared by line, because comparing them by word takes seconds.
    private const int MaxCharacters = 200_000;

    public static TextDiff Between(string? before, string? after)
    {
        if (before is null || after is null || before == after)
            return TextDiff.Empty;

        IChunker chunker = before.Length + after.Length > MaxCharacters ? new LineChunker() : new DelimiterChunker([' ', '\n']);
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: true, ignoreCase: false, chunker);
        return new TextDiff(
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA)))),
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB)))));
    }

    private static IReadOnlyList<string> Runs(IEnumerable<string> runs) =>
        [.. runs.Select(run => run.Trim()).Where(run => run.Length > 0).Take(MaxRuns).Select(Shorten)];

    private static string Shorten(string run) => run.Length <= MaxRun ? run : string.Concat(run.AsSpan(0, MaxRun).TrimEnd(), "…");
}
