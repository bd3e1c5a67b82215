using System.Diagnostics;
using AlertRelay.Deliveries;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>An alert that a thousand subscriptions want, among ten thousand and among a million on disk: the same work.</summary>
public static class MatchingBenchmark
{
    private const int Few = 10_000, Many = 1_000_000, Wanting = 1000, Runs = 20, AtOnce = 20_000;

    private static readonly int PageSize = new DeliveryOptions().PageSize;

    private const double LongestMilliseconds = 50, MostMegabytes = 400, MostTimes = 2;

    private static readonly string[] Elsewhere = ["FR", "DE", "JP", "NL", "AU", "IE", "NZ", "CA", "US", "GB"];

    public static async Task Run()
    {
        var few = await Measure(Few);
        var many = await Measure(Many);
        var megabytes = Environment.WorkingSet / 1_048_576;
        Console.WriteLine(
            $"Matching {Wanting:N0} subscriptions, opened and parsed, in pages of {PageSize}: {few:0.0} ms among {Few:N0}, {many:0.0} ms among "
            + $"{Many:N0} ({many / few:0.00} times); {megabytes} MB.");
        Console.WriteLine(many <= LongestMilliseconds && megabytes <= MostMegabytes && many <= MostTimes * few
            ? $"Within the limits of {LongestMilliseconds} ms, {MostMegabytes} MB and {MostTimes} times."
            : $"OVER the limits of {LongestMilliseconds} ms, {MostMegabytes} MB and {MostTimes} times.");
    }

    /// <returns>Milliseconds, the median.</returns>
    private static async Task<double> Measure(int count)
    {
        await using var parts = new RelayParts();
        var (database, keys) = (parts.Get<SqliteDatabase>(), parts.Get<Keyring>());
        for (var first = 0; first < count; first += AtOnce)
        {
            var from = first;
            await database.Write(connection => Fill(connection, keys, from, Math.Min(from + AtOnce, count), count / Wanting), CancellationToken.None);
        }

        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            // Anew each time: one that has matched before keeps what it opened.
            using var store = new SqliteSubscriptionStore(database, keys, new UnreadableRows(NullLogger<UnreadableRows>.Instance), RenamedChannels.None);
            var watch = Stopwatch.StartNew();
            var matched = await Match(store);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (matched != Wanting)
                throw new InvalidOperationException($"{matched} subscriptions match instead of {Wanting}.");
        }

        return times.Order().ElementAt(Runs / 2);
    }

    private static async Task<int> Match(SqliteSubscriptionStore store)
    {
        var alert = Some.Alert(1);
        var matched = 0;
        string? cursor = null;
        do
        {
            var page = await store.Candidates(alert, cursor, PageSize, CancellationToken.None);
            matched += page.Subscriptions.Count(subscription => subscription.Wants(alert));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        return matched;
    }

    // As rows: adding a million one by one, each durably, would take longer than all else here.
    private static bool Fill(SqliteConnection connection, Keyring keys, int first, int end, int each)
    {
        using var add = new Statement(connection, "INSERT INTO subscriptions (id, tenant, version, subscription) VALUES ($id, 'bench', 1, $document)");
        using var file = new Statement(connection, "INSERT INTO subscription_index (entry, subscription_id) VALUES ($entry, $id)");
        for (var number = first; number < end; number++)
        {
            var country = number % each == 0 ? "IR" : Elsewhere[number % Elsewhere.Length];
            var subscription = Some.Subscription(new Uri($"https://receiver-{number}.example/hook"), number) with
            {
                Filter = new Filter { Countries = [country] },
            };
            add.Run(subscription.Id, EncryptedDocument.Write(
                keys, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id)));
            foreach (var entry in FilterIndex.EntriesOf(subscription))
                file.Run(entry, subscription.Id);
        }

        return true;
    }
}
