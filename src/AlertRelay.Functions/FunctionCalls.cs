using AlertRelay.Composition;
using AlertRelay.Deliveries;
using AlertRelay.Observability;
using AlertRelay.Storage.Azure;
using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>
/// Runs the work of one call. Nothing continues after the call has ended. A failed call throws, so that the host repeats a queue's
/// message and counts the failure.
/// </summary>
public sealed partial class FunctionCalls(SettingsFault settings, IConfiguration configuration, TimeProvider time, ILogger<FunctionCalls> logger)
{
    // functionTimeout in host.json is 5 minutes, after which the host ends the whole process; everything ends well before.
    public static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan MaxCountsDuration = TimeSpan.FromSeconds(10);

    private int _announced;

    public async Task Run(FunctionContext context, Func<IServiceProvider, CancellationToken, Task> work)
    {
        var function = context.FunctionDefinition.Name;
        using var deadline = new CancellationTokenSource(MaxDuration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.CancellationToken);
        try
        {
            await Prepare(context.InstanceServices, either.Token);
            await work(context.InstanceServices, either.Token);
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            LogFailed(function, sentence);
            throw;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            LogCancelled(function);
            throw;
        }
        finally
        {
            if (settings.Sentence is null)
            {
                await SaveCounts(context.InstanceServices);
                await context.InstanceServices.GetRequiredService<TelemetryFlush>().Run();
            }
        }
    }

    // Logs errors of the settings or the storage account before the first call.
    private async Task Prepare(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _announced, 1) == 0)
        {
            foreach (var setting in FunctionSettings.Leftovers(configuration))
                LogLeftover(setting);
        }

        if (settings.Sentence is { } sentence)
            throw new FunctionFailureException(sentence);

        await services.GetRequiredService<AzureStoragePreparation>().Ensure(cancellationToken);
    }

    // Nothing runs between calls. What cannot be written now is written after the next call.
    private async Task SaveCounts(IServiceProvider services)
    {
        using var limit = new CancellationTokenSource(MaxCountsDuration, time);
        await services.GetRequiredService<OutcomeCounts>().Save(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string? Sentence(Exception fault) => fault is FunctionFailureException ? fault.Message : OperatorErrors.Explain(fault);

    public void NotePastDue(TimerInfo timer, string function)
    {
        if (timer.IsPastDue)
            LogPastDue(function);
    }

    [LoggerMessage(EventIds.FunctionLate, LogLevel.Information, "{Function} runs late: the host was down when it was due")]
    private partial void LogPastDue(string function);

    [LoggerMessage(EventIds.FunctionFailed, LogLevel.Error, "{Function} failed: {Reason}")]
    private partial void LogFailed(string function, string reason);

    [LoggerMessage(
        EventIds.FunctionCancelled, LogLevel.Warning,
        "{Function} was cancelled: the host is stopping, or the call took too long. The rest is done by the next calls")]
    private partial void LogCancelled(string function);

    [LoggerMessage(
        EventIds.SettingWithoutEffect, LogLevel.Warning,
        "The setting {Setting} belonged to the custom handler of AlertRelay 0.1 and has no effect: remove it (infra/upgrade.md, \"Moving an existing app\")")]
    private partial void LogLeftover(string setting);
}

/// <summary>A failed call, with a message for the host's log.</summary>
public sealed class FunctionFailureException(string message) : Exception(message);
