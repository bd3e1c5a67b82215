using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace AlertRelay.Functions;

/// <summary>Sends the deliveries whose retry is due.</summary>
public sealed class Retry(FunctionCalls calls)
{
    /// <param name="message">Only its arrival matters. The delivery ledger lists what is due. The queue's name is that of version 0.1.</param>
    [Function(nameof(Retry))]
    public Task Run([QueueTrigger("alertrelay-deliver")] QueueMessage message, FunctionContext context) =>
        calls.Run(context, (services, cancellationToken) =>
        {
            // A batch that begins at the end of this time still ends within the call.
            var maxWork = FunctionCalls.MaxDuration - services.GetRequiredService<IOptions<DeliveryOptions>>().Value.BatchTime;
            return services.GetRequiredService<RetryWorker>().RunUntilIdle(maxWork, cancellationToken);
        });
}
