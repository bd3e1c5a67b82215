namespace AlertRelay.Deliveries.Layout;

/// <summary>Cuts a list to a length. A cut list ends with "and N more", so that nobody takes it for the whole.</summary>
internal static class CutList
{
    // "and 99999 more", with a separator.
    private const int MoreLength = 16;

    /// <param name="unlisted">How many items are missing already.</param>
    /// <param name="measure">Counts in the chat's units, with what separates items.</param>
    /// <returns>The items from the start that fit, with room for the last line; and how many are missing.</returns>
    public static (IReadOnlyList<T> Visible, int Missing) Take<T>(IReadOnlyList<T> items, int unlisted, int max, Func<T, int> measure)
    {
        var room = unlisted == 0 && items.Sum(measure) <= max ? max : max - MoreLength;
        var visible = items.TakeWhile(item => (room -= measure(item)) >= 0).ToList();
        return (visible, items.Count - visible.Count + unlisted);
    }

    /// <param name="measure">Counts in the chat's units.</param>
    public static string Text(IReadOnlyList<string> items, int unlisted, int max, string separator, Func<string, int> measure)
    {
        var (visible, missing) = Take(items, unlisted, max, item => measure(item) + separator.Length);
        return string.Join(separator, visible.Concat(More(missing)));
    }

    /// <returns>The last line of a cut list; nothing for a whole one.</returns>
    public static IEnumerable<string> More(int missing) => missing > 0 ? [$"and {missing} more"] : [];
}
