namespace AlertRelay.Channels;

/// <summary>For "did you mean".</summary>
internal static class EditDistance
{
    /// <returns>Null when none is near.</returns>
    public static string? Nearest(string written, IEnumerable<string> known) =>
        known.MinBy(each => Distance(each, written)) is { } nearest && Distance(nearest, written) <= Math.Max(1, written.Length / 3) ? nearest : null;

    /// <summary>Levenshtein's distance, without regard to case.</summary>
    public static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var diagonal = previous[0];
            previous[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(one[row - 1]) == char.ToUpperInvariant(other[column - 1]) ? 0 : 1);
                diagonal = previous[column];
                previous[column] = Math.Min(substituted, Math.Min(previous[column], previous[column - 1]) + 1);
            }
        }

        return previous[^1];
    }
}
