using AlertRelay.AcceptanceTests.Hosting.Host;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>A function app that the tests of one class share.</summary>
public sealed class HostedApp : IAsyncLifetime
{
    private static readonly string[] Countries = ["Algeria", "Angola", "Benin", "Chad", "Cuba", "Egypt", "Gabon", "Ghana", "Haiti", "Iran", "Iraq", "Kenya"];

    private int _raised;

    public HostedTrial Trial { get; private set; } = null!;

    public FunctionsTestHost Host => Trial.Host;

    public async ValueTask InitializeAsync()
    {
        // A receiver that hangs must not be given up before the test has ended.
        Trial = await HostedTrial.Start(Levels(), null, ("Delivery__Timeout", "00:01:00"));
        // What the first poll finds is no change.
        await Host.CallTimer("PollChannels");
    }

    /// <summary>Publishes the next change: one country more is raised.</summary>
    public void Raise()
    {
        _raised++;
        Trial.Publisher.Publish(Levels());
    }

    /// <summary>Publishes a change, polls, and takes the batch that the alert's fan-out begins with off the queue.</summary>
    /// <returns>Its text.</returns>
    public async Task<byte[]> NextBatch()
    {
        var queue = await Trial.Queue("alertrelay-fanout");
        Raise();
        byte[] batch = [];
        await Eventually.Is(
            async () =>
            {
                await Host.CallTimer("PollChannels");
                if ((await queue.ReceiveMessageAsync()).Value is not { } message)
                    return false;

                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                batch = Convert.FromBase64String(message.MessageText);
                // Not an event about the channel.
                return batch.AsSpan().IndexOf("\"alr_"u8) >= 0;
            },
            "the alert's first batch is in the queue");
        return batch;
    }

    public ValueTask DisposeAsync() => Trial.DisposeAsync();

    private (string, int)[] Levels() => [.. Countries.Select((country, index) => (country, index < _raised ? 4 : 1))];
}
