using System.Globalization;
using AlertRelay.Delivery;
using AlertRelay.Delivery.Formats;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;
using Relayed = AlertRelay.Delivery.Delivery;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// One alert to 1,000 receivers with the state in a storage account (the emulator), against one queue message for each delivery: once as the same
/// relay would do it, with a subscription to open, a number to give and an outcome to record, and once with nothing but the post.
/// </summary>
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
        var number = 0;
        var same = await Measured.Of(
            "a message for each delivery: open, number, sign, post, record", FanOutBenchmark.Count, () => OneMessageEach(queue, Same(parts, ++number)), runs: 1);
        var ofSame = requests.Take() / 2;
        var posts = await Measured.Of(
            "a message for each delivery: only post", FanOutBenchmark.Count, () => OneMessageEach(queue, targetNumbers => BareLoop.Post(bare, [.. targetNumbers.Select(target => targets[target])], MostAtOnce)), runs: 1);
        var ofPosts = requests.Take() / 2;
        var pages = await Measured.Of("relay, a message for each page: match, number, sign, post, record", FanOutBenchmark.Count, () => FanOut(parts, ++number));
        var ofPages = requests.Take() / 6;
        Measured.Print("One alert to 1,000 receivers over the emulator, warm", same, posts, pages);
        Console.WriteLine($"Requests to the storage account for 1,000 deliveries: {ofSame} with a message for each, {ofPosts} where it is only posted, {ofPages} by pages.");
    }

    /// <summary>What the relay does for a page, for each delivery by itself.</summary>
    private static Func<IEnumerable<int>, Task> Same(RelayParts parts, int number)
    {
        var alert = Some.Alert(number);
        var rendering = Rendering.Of(parts.Get<MessageFormats>().Find("webhook")!, alert);
        return targets => Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (target, cancellation) =>
        {
            var id = Some.SubscriptionId(target);
            var subscription = (await parts.Get<ISubscriptionStore>().Find(id, cancellation))!;
            var given = await parts.Get<IDeliveryStore>().Number(alert.Id, [id], cancellation);
            var delivery = new Relayed(alert.Id, id, DeliveryStatus.Pending, 0, TimeProvider.System.GetUtcNow(), Sequence: given[id]);
            await parts.Get<Courier>().Carry([new Parcel(alert, rendering, delivery, subscription, null)], TimeProvider.System.GetUtcNow().AddMinutes(1), cancellation);
        });
    }

    private static async Task OneMessageEach(QueueClient queue, Func<IEnumerable<int>, Task> deliver)
    {
        await Parallel.ForAsync(0, FanOutBenchmark.Count, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (target, cancellation) => await queue.SendMessageAsync($"{target}", cancellation));
        var left = FanOutBenchmark.Count;
        await Task.WhenAll(Enumerable.Range(0, Pollers).Select(async _ =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var messages = (await queue.ReceiveMessagesAsync(MostAtOnce)).Value;
                await deliver(messages.Select(message => int.Parse(message.MessageText, CultureInfo.InvariantCulture)));
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
