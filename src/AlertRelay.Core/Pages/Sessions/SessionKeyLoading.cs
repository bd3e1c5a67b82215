using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>Reads the keys of sessions when the program has started. Pages that need them wait without a thread.</summary>
internal sealed partial class SessionKeyLoading(IServiceProvider services, IHostApplicationLifetime program, ILogger<SessionKeyLoading> logger)
    : IHostedService
{
    private readonly Lock _lock = new();
    private Task? _loading;

    /// <summary>A start that fails for another reason, such as a wrong setting, says so only once.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        program.ApplicationStarted.Register(() => _ = Loaded());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before authentication: the pages of sessions, and requests that may have one.</summary>
    public async Task Await(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { } page && (page.IsConsole || http.Request.Cookies.Count > 0))
            await Loaded().WaitAsync(http.RequestAborted);
        await next(http);
    }

    private Task Loaded()
    {
        // A thread of its own: the framework waits for the store on it, and there may be few others at the start.
        lock (_lock)
            return _loading ??= Task.Factory.StartNew(Load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Load()
    {
        try
        {
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect([]);
        }
        // The start has named a wrong setting already.
        catch (Exception fault) when (fault is OptionsValidationException || program.ApplicationStopping.IsCancellationRequested)
        {
        }
        catch (StoreException fault)
        {
            LogNotLoaded(null, fault.Message);
        }
        // Any other exception: the next page tries again and reports it.
        catch (Exception fault)
        {
            LogNotLoaded(fault, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of sessions could not be read, so nobody can use the console yet; the next page reads them again. {Reason}")]
    private partial void LogNotLoaded(Exception? fault, string reason);
}
