using System.Globalization;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;
using Relayed = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// One alert to 1,000 receivers with the state in a storage account (the emulator), against one queue message for each delivery: once as the same
/// relay would do it, with a subscription to open, a number to give and an outcome to record, and once with nothing but the post.
/// </summary>
public static class FanOutAzureBenchmark
{
    private const int Pollers = 8, MostAtOnce = 32;

    // A page needs few calls of what single messages call thousands of times: until all of it is compiled, it takes more alerts.
    private const int WarmUps = 8, Runs = 3;

    // Longer than the emulator needs for all that is in flight.
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(3);

    public static async Task Run()
    {
        await using var emulator = new Emulator();
        await using var receivers = await Receivers.Start(FanOutBenchmark.Count);
        using var bare = BareLoop.Client();
        var targets = receivers.Targets;
        var same = await Measure(
            "a message for each delivery: open, number, sign, post, record",
            emulator,
            targets,
            warmUps: 1,
            (account, number) => OneMessageEach(account.Queue, Same(account.Parts, number)));
        var posts = await Measure(
            "a message for each delivery: only post", emulator, targets, warmUps: 1, (account, _) => OneMessageEach(account.Queue, PostOnly));
        var pages = await Measure(
            "relay, a message for each page: match, number, sign, post, record",
            emulator,
            targets,
            WarmUps,
            (account, number) => FanOut(account.Parts, number));
        Measured.Print("One alert to 1,000 receivers over the emulator, warm", same.Took, posts.Took, pages.Took);
        Console.WriteLine(
            $"Requests to the storage account for 1,000 deliveries: {same.Requests} with a message for each, {posts.Requests} where it is only "
            + $"posted, {pages.Requests} by pages.");

        Task PostOnly(IEnumerable<int> numbers) => BareLoop.Post(bare, [.. numbers.Select(number => targets[number])], MostAtOnce);
    }

    /// <summary>Warm, but on tables that are new: the emulator is the slower the more rows they have.</summary>
    private static async Task<(Measured Took, int Requests)> Measure(
        string what, Emulator emulator, IReadOnlyList<Uri> targets, int warmUps, Func<Account, int, Task> send)
    {
        await using (var account = await Account.Open(emulator, targets))
        {
            for (var number = 1; number <= warmUps; number++)
                await send(account, number);
        }

        await using var fresh = await Account.Open(emulator, targets);
        await send(fresh, warmUps + 1);
        using var requests = new StorageRequests(fresh.Ports);
        var alerts = warmUps + 1;
        var took = await Measured.Of(what, FanOutBenchmark.Count, () => send(fresh, ++alerts), Runs, warmUps: 0);
        return (took, requests.Take() / Runs);
    }

    /// <summary>What the relay does for a page, for each delivery by itself.</summary>
    private static Func<IEnumerable<int>, Task> Same(RelayParts parts, int number)
    {
        var alert = Some.Alert(number);
        var rendering = Rendering.Of(parts.Get<MessageFormats>().Find("webhook")!, alert);
        return targets => Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (target, cancellationToken) =>
        {
            var id = Some.SubscriptionId(target);
            var subscription = (await parts.Get<ISubscriptionStore>().Find(id, cancellationToken))!;
            var delivery = new Relayed(alert.Id, id, DeliveryStatus.Pending, 0, TimeProvider.System.GetUtcNow());
            await parts.Get<DeliverySender>().Send(
                [new OutboundMessage(alert, rendering, delivery, subscription, null)], TimeProvider.System.GetUtcNow().AddMinutes(1), cancellationToken);
        });
    }

    private static async Task OneMessageEach(QueueClient queue, Func<IEnumerable<int>, Task> deliver)
    {
        await Parallel.ForAsync(
            0,
            FanOutBenchmark.Count,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce },
            async (target, cancellationToken) => await queue.SendMessageAsync($"{target}", cancellationToken));
        var left = FanOutBenchmark.Count;
        await Parallel.ForAsync(0, Pollers, new ParallelOptions { MaxDegreeOfParallelism = Pollers }, async (_, cancellationToken) =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var messages = (await queue.ReceiveMessagesAsync(MostAtOnce, Visibility, cancellationToken)).Value;
                await deliver(messages.Select(message => int.Parse(message.MessageText, CultureInfo.InvariantCulture)));
                await Task.WhenAll(messages.Select(message => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken)));
                Interlocked.Add(ref left, -messages.Length);
            }
        });
    }

    private static async Task FanOut(RelayParts parts, int number)
    {
        var dispatcher = parts.Get<FanOutDispatcher>();
        var queue = parts.Get<IWorkQueue>();
        await parts.Get<AlertPublisher>().Publish(Some.Alert(number), CancellationToken.None);
        while (await queue.Take(4, TimeSpan.FromMinutes(3), CancellationToken.None) is { Count: > 0 } pages)
        {
            await Task.WhenAll(pages.Select(async page =>
            {
                await dispatcher.SendBatch(page.Batch, CancellationToken.None);
                await queue.Complete(page, CancellationToken.None);
            }));
        }
    }

    /// <summary>Tables and queues of its own, with a subscription for each target.</summary>
    private sealed record Account(RelayParts Parts, QueueClient Queue, IReadOnlyList<int> Ports) : IAsyncDisposable
    {
        public static async Task<Account> Open(Emulator emulator, IReadOnlyList<Uri> targets)
        {
            var connection = await emulator.ConnectionString;
            var prefix = $"b{Guid.NewGuid():N}"[..12];
            var parts = new RelayParts(("Storage:Kind", "azure"), ("Storage:ConnectionString", connection), ("Storage:Prefix", prefix));
            await Some.Subscribe(parts.Get<ISubscriptionStore>(), targets);
            var queue = new QueueClient(connection, $"{prefix}-each");
            await queue.CreateAsync();
            var addresses = connection.Split(';')
                .Where(part => part.Contains("://", StringComparison.Ordinal))
                .Select(part => new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            return new Account(parts, queue, [.. addresses.Select(address => address.Port)]);
        }

        public ValueTask DisposeAsync() => Parts.DisposeAsync();
    }
}
