using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>Takes messages from one queue by the rules of host.json: deleted on success, given back on failure, set aside after too many tries.</summary>
internal sealed class QueuePump(FunctionsTestHost host, TriggeredFunction function, QueueRules rules, TestHostOptions options)
{
    // The real host renews it while the call runs.
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly QueueClient _queue = new(options.Connection, function.QueueName), _poison = new(options.Connection, function.QueueName + "-poison");

    public async Task Run(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Between);
        var running = new List<Task>();
        while (await timer.Next(cancellationToken))
        {
            running.RemoveAll(task => task.IsCompletedSuccessfully);
            if (running.Count <= rules.NewBatchThreshold)
                running.AddRange((await Take()).Select(Handle));
        }

        await Task.WhenAll(running);
    }

    private async Task<QueueMessage[]> Take()
    {
        try
        {
            return await _queue.ReceiveMessagesAsync(rules.BatchSize, Hidden, CancellationToken.None);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    private async Task Handle(QueueMessage message)
    {
        if (Decode(message.MessageText) is not { } body)
            await SetAside(message);
        else if ((await host.BeginQueue(function.Name, message, body).Result).Succeeded)
            await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        else if (message.DequeueCount >= rules.MaxDequeueCount)
            await SetAside(message);
        else
            await _queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: options.RedeliverAfter);
    }

    private byte[]? Decode(string text)
    {
        if (rules.MessageEncoding != "base64")
            throw new NotSupportedException($"The test host knows the encoding base64 only, not \"{rules.MessageEncoding}\".");

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private async Task SetAside(QueueMessage message)
    {
        await _poison.CreateIfNotExistsAsync();
        await _poison.SendMessageAsync(message.MessageText);
        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }
}
