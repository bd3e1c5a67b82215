using AlertRelay.Alerts;
using DiffPlex;
using DiffPlex.Chunkers;

namespace AlertRelay.Detection;

/// <summary>Which words went and which came, in runs short enough to be read in a chat.</summary>
internal static class WordDiff
{
    private const int MostRuns = 8;
    private const int LongestRun = 280;

    // Beyond this a word-by-word comparison costs seconds; line by line says enough.
    private const int MostCharacters = 200_000;

    public static TextDiff Between(string? before, string? after)
    {
        if (before is null || after is null || before == after)
            return TextDiff.Empty;

        IChunker chunker = before.Length + after.Length > MostCharacters ? new LineChunker() : new DelimiterChunker([' ', '\n']);
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: true, ignoreCase: false, chunker);
        return new TextDiff(
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA)))),
            Runs(diff.DiffBlocks.Select(block => string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB)))));
    }

    private static IReadOnlyList<string> Runs(IEnumerable<string> runs) =>
        [.. runs.Select(run => run.Trim()).Where(run => run.Length > 0).Take(MostRuns).Select(Shorten)];

    private static string Shorten(string run) => run.Length <= LongestRun ? run : string.Concat(run.AsSpan(0, LongestRun).TrimEnd(), "…");
}
