using AlertRelay.Deliveries.FanOut;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>Sends the deliveries whose retry is due.</summary>
public sealed class Retry(FunctionCalls calls)
{
    private static readonly TimeSpan MaxWork = TimeSpan.FromMinutes(2);

    /// <param name="message">Only its arrival matters: what is due stands in the delivery ledger. The queue's name is that of version 0.1.</param>
    [Function(nameof(Retry))]
    public Task Run([QueueTrigger("alertrelay-deliver")] QueueMessage message, FunctionContext context) =>
        calls.Run(context, (services, cancellationToken) => services.GetRequiredService<RetryWorker>().RunUntilIdle(MaxWork, cancellationToken));
}
