using AlertRelay.Polling;
using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>Polls the channels that are due, once a minute.</summary>
public sealed class PollChannels(FunctionCalls calls)
{
    [Function(nameof(PollChannels))]
    public Task Run([TimerTrigger("0 * * * * *", UseMonitor = true)] TimerInfo timer, FunctionContext context)
    {
        calls.NotePastDue(timer, nameof(PollChannels));
        return calls.Run(context, (services, cancellationToken) => services.GetRequiredService<PollRound>().Run(FunctionCalls.MaxDuration, cancellationToken));
    }
}
