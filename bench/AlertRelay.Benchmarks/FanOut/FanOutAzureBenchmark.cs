using System.Globalization;
using AlertRelay.Delivery;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>One alert to 1,000 receivers with the state in a storage account (the emulator), against one queue message for each delivery.</summary>
public static class FanOutAzureBenchmark
{
    private const int Pollers = 8, MostAtOnce = 32;

    public static async Task Run()
    {
        await using var emulator = new Emulator();
        var connection = await emulator.ConnectionString;
        await using var receivers = await Receivers.Start(FanOutBenchmark.Count);
        await using var parts = new RelayParts(("Storage:Kind", "azure"), ("Storage:ConnectionString", connection));
        var targets = receivers.Targets;
        await Some.Subscribe(parts.Get<ISubscriptionStore>(), targets);
        using var requests = new StorageRequests(connection.Split(';').Where(part => part.Contains("://", StringComparison.Ordinal)).Select(part => new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Port));

        using var bare = BareLoop.Client();
        var queue = new QueueClient(connection, "one-message-each");
        await queue.CreateAsync();
        var each = await Measured.Of("a message for each delivery: put, get, post, delete", FanOutBenchmark.Count, () => OneMessageEach(queue, bare, targets), runs: 1);
        var ofEach = requests.Take() / 2;

        var number = 0;
        var pages = await Measured.Of("relay: a message for each page; match, sign, post, record", FanOutBenchmark.Count, () => FanOut(parts, ++number));
        var ofPages = requests.Take() / 6;
        Measured.Print("One alert to 1,000 receivers over the emulator, warm", each, pages);
        Console.WriteLine($"Requests to the storage account for 1,000 deliveries: {ofEach} with a message for each, {ofPages} by pages.");
    }

    private static async Task OneMessageEach(QueueClient queue, HttpMessageInvoker http, IReadOnlyList<Uri> targets)
    {
        await Parallel.ForAsync(0, targets.Count, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (target, cancellation) => await queue.SendMessageAsync($"{target}", cancellation));
        var left = targets.Count;
        await Task.WhenAll(Enumerable.Range(0, Pollers).Select(async _ =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var messages = (await queue.ReceiveMessagesAsync(MostAtOnce)).Value;
                await BareLoop.Post(http, [.. messages.Select(message => targets[int.Parse(message.MessageText, CultureInfo.InvariantCulture)])], MostAtOnce);
                await Task.WhenAll(messages.Select(message => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt)));
                Interlocked.Add(ref left, -messages.Length);
            }
        }));
    }

    private static async Task FanOut(RelayParts parts, int number)
    {
        var dispatcher = parts.Get<Dispatcher>();
        var queue = parts.Get<IWorkQueue>();
        await parts.Get<AlertPublisher>().Publish(Some.Alert(number), CancellationToken.None);
        while (await queue.Take(4, TimeSpan.FromMinutes(3), CancellationToken.None) is { Count: > 0 } pages)
        {
            await Task.WhenAll(pages.Select(async page =>
            {
                await dispatcher.SendPage(page.Page, CancellationToken.None);
                await queue.Complete(page, CancellationToken.None);
            }));
        }
    }
}
