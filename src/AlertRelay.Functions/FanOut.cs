using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage.Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>Sends an alert to one batch of subscriptions.</summary>
public sealed class FanOut(FunctionCalls calls)
{
    private const string Unreadable =
        "The message is not one that this version of the relay understands; after some tries the host moves it to the queue alertrelay-fanout-poison.";

    /// <param name="message">The message, not a string, because a string with invalid UTF-8 would never reach the function.</param>
    [Function(nameof(FanOut))]
    public Task Run([QueueTrigger("alertrelay-fanout")] QueueMessage message, FunctionContext context) =>
        calls.Run(context, (services, cancellationToken) => FanOutMessage.Read(message.Body.ToString()) is { } batch
            ? services.GetRequiredService<FanOutDispatcher>().SendBatch(batch, cancellationToken)
            : throw new FunctionFailureException(Unreadable));
}
