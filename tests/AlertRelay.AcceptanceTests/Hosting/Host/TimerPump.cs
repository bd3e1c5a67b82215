namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>Calls one timer again and again, never twice at once.</summary>
internal sealed class TimerPump(FunctionsTestHost host, TriggeredFunction function)
{
    private const string OnceAMinute = " * * * * *";

    /// <param name="minute">How long a minute lasts in this test.</param>
    public async Task Run(TimeSpan minute, CancellationToken cancellationToken)
    {
        if (!function.Schedule.EndsWith(OnceAMinute, StringComparison.Ordinal) || !int.TryParse(function.Schedule[..^OnceAMinute.Length], out _))
            throw new NotSupportedException($"The test host knows schedules of once a minute only, not \"{function.Schedule}\" of {function.Name}.");

        using var timer = new PeriodicTimer(minute);
        while (await timer.Next(cancellationToken))
            await host.CallTimer(function.Name);
    }
}

internal static class PeriodicTimerExtensions
{
    /// <returns>False when it is cancelled.</returns>
    public static async Task<bool> Next(this PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
