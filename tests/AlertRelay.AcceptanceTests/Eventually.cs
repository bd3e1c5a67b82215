namespace AlertRelay.AcceptanceTests;

/// <summary>Waits for what another process does, no longer than needed and never for ever.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static Task Is(Func<bool> condition, string what) => Is(() => Task.FromResult(condition()), what);

    public static async Task Is(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Between);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"Did not happen within {Patience}: {what}.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
