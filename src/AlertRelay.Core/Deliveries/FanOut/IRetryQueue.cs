namespace AlertRelay.Deliveries.FanOut;

/// <summary>Starts the retry worker when retries are due before the next maintenance run, which starts it once a minute anyway.</summary>
public interface IRetryQueue
{
    Task Schedule(DateTimeOffset due, CancellationToken cancellationToken);
}

/// <summary>For the standalone host, whose loop looks for due retries all the time.</summary>
internal sealed class NoRetryQueue : IRetryQueue
{
    public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken) => Task.CompletedTask;
}
