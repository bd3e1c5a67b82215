namespace AlertRelay.Hosting;

/// <summary>A loop that does not die: what goes wrong in one turn is logged, and the next turn comes.</summary>
public abstract partial class RepeatingService(TimeSpan every, TimeProvider time, ILogger logger) : BackgroundService, IHostedLifecycleService
{
    private readonly ILogger _logger = logger;

    /// <summary>Nothing yet: the server listens first.</summary>
    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins with the first turn.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>True when there may be more to do at once.</returns>
    protected abstract Task<bool> RunOnceAsync(CancellationToken cancellationToken);

    /// <param name="tick">Ends when the next turn is due.</param>
    /// <returns>Ends no later than that.</returns>
    protected virtual Task WaitAsync(Task tick) => tick;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                while (await RunOnceSafelyAsync(stoppingToken))
                    stoppingToken.ThrowIfCancellationRequested();

                await WaitAsync(Task.Delay(every, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The relay stops, by a signal or because its host was disposed.
        }
    }

    private async Task<bool> RunOnceSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A full disk or a locked file must not end the relay: everything that it does is durable and comes again.
            LogFault(fault, GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Loop} broke off; it goes on with its next run")]
    private partial void LogFault(Exception fault, string loop);
}
