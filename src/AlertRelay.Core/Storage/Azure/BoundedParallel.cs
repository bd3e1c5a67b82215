namespace AlertRelay.Storage.Azure;

/// <summary>Many requests at once, but not all of them.</summary>
internal static class BoundedParallel
{
    // More in flight make an account answer later, not sooner.
    private const int MaxConcurrency = 16;

    /// <returns>In the order of the items.</returns>
    public static async Task<IReadOnlyList<TResult>> Select<T, TResult>(
        IReadOnlyList<T> items, Func<T, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(
            0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken },
            async (i, _) => results[i] = await work(items[i]));
        return results;
    }
}
