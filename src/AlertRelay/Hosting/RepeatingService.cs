namespace AlertRelay.Hosting;

/// <summary>A loop that survives failures: they are logged, and the next run follows.</summary>
public abstract partial class RepeatingService(TimeSpan every, TimeProvider time, ILogger logger) : BackgroundService, IHostedLifecycleService
{
    private readonly ILogger _logger = logger;

    /// <summary>Does nothing, because the server listens first.</summary>
    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the first run.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>True when there may be more to do at once.</returns>
    protected abstract Task<bool> RunOnceAsync(CancellationToken cancellationToken);

    /// <param name="tick">Completes when the next run is due.</param>
    /// <returns>Completes then at the latest.</returns>
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
            // A full disk or a locked file must not end the relay. All work is durable and repeated.
            LogFault(fault, GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Loop} failed; it continues with its next run")]
    private partial void LogFault(Exception fault, string loop);
}
