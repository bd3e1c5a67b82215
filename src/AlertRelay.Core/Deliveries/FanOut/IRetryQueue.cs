namespace AlertRelay.Deliveries.FanOut;

/// <summary>Has the worker called when retries are due sooner than the sweep comes round, which calls it once a minute anyway.</summary>
public interface IRetryQueue
{
    Task Schedule(DateTimeOffset due, CancellationToken cancellationToken);
}

/// <summary>Where a loop asks for due retries all the time, nobody need be called.</summary>
internal sealed class NoRetryQueue : IRetryQueue
{
    public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken) => Task.CompletedTask;
}
