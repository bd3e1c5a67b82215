namespace AlertRelay;

/// <summary>Runs many requests, a limited number at a time.</summary>
internal static class BoundedParallel
{
    // With more in flight, an account responds more slowly.
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
