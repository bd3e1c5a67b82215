using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;

namespace AlertRelay.Benchmarks;

/// <summary>One alert to 1,000 receivers with the state in a storage account (the emulator), against one queue message for each delivery.</summary>
public static class FanOutAzureBenchmark
{
    private const int Pollers = 8, MostAtOnce = 32;

    public static async Task Run()
    {
        await using var emulator = new Emulator();
        var connection = await emulator.ConnectionString;
        await using var sink = await FanOutBenchmark.Start();
        await using var parts = new RelayParts(("Storage:Kind", "azure"), ("Storage:ConnectionString", connection));
        var targets = sink.Urls.Select(url => new Uri($"{url}/hook")).ToList();
        await FanOutBenchmark.Subscribe(parts.Get<ISubscriptionStore>(), targets);
        using var requests = new StorageRequests(connection.Split(';').Where(part => part.Contains("://", StringComparison.Ordinal)).Select(part => new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Port));

        using var bare = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var queue = new QueueClient(connection, "one-message-each");
        await queue.CreateAsync();
        var each = await Measured.Of("a message for each delivery: put, get, post, delete", FanOutBenchmark.Receivers, () => OneMessageEach(queue, bare, targets), runs: 1);
        var ofEach = requests.Take() / 2;

        var number = 0;
        var pages = await Measured.Of("relay: a message for each page; match, sign, post, record", FanOutBenchmark.Receivers, () => FanOutBenchmark.FanOut(parts, ++number));
        var ofPages = requests.Take() / 6;
        Measured.Print("One alert to 1,000 receivers over the emulator, warm", each, pages);
        Console.WriteLine($"Requests to the storage account for 1,000 deliveries: {ofEach} with a message for each, {ofPages} by pages.");
    }

    private static async Task OneMessageEach(QueueClient queue, HttpMessageInvoker http, List<Uri> targets)
    {
        await Parallel.ForAsync(0, targets.Count, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (target, cancellation) => await queue.SendMessageAsync($"{target}", cancellation));
        var left = targets.Count;
        await Task.WhenAll(Enumerable.Range(0, Pollers).Select(async _ =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var messages = (await queue.ReceiveMessagesAsync(MostAtOnce)).Value;
                await FanOutBenchmark.Bare(http, [.. messages.Select(message => targets[int.Parse(message.MessageText, System.Globalization.CultureInfo.InvariantCulture)])]);
                await Task.WhenAll(messages.Select(message => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt)));
                Interlocked.Add(ref left, -messages.Length);
            }
        }));
    }
}
