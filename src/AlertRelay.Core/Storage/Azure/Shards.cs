using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Subscriptions and what was delivered to them are spread over eight partitions: Azure serves about 2,000 rows a second from one and 20,000 from an account
/// (https://learn.microsoft.com/azure/storage/tables/scalability-targets). The number can never be changed without moving every row.
/// </summary>
internal static class Shards
{
    public const int Count = 8;

    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Count).Select(Name)];

    public static string Of(string subscriptionId) => Name(SHA256.HashData(Encoding.UTF8.GetBytes(subscriptionId))[0] % Count);

    /// <summary>The rows to read from each shard for a page of this size. They nearly always suffice; otherwise more are read.</summary>
    public static int PageSize(int limit) => limit / Count * 3 / 2 + 16;

    /// <summary>Merges ordered streams into one, and reads each only as far as needed.</summary>
    public static async IAsyncEnumerable<(string Key, TableEntity Row)> Merged(
        IReadOnlyList<IAsyncEnumerable<TableEntity>> streams, Func<TableEntity, string> keyOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = streams.Select(stream => stream.GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var ahead = new PriorityQueue<IAsyncEnumerator<TableEntity>, string>(StringComparer.Ordinal);
            foreach (var reader in await BoundedParallel.Select(readers, async reader => await reader.MoveNextAsync() ? reader : null, cancellationToken))
            {
                if (reader is not null)
                    ahead.Enqueue(reader, keyOf(reader.Current));
            }

            while (ahead.TryDequeue(out var reader, out var key))
            {
                yield return (key, reader.Current);
                if (await reader.MoveNextAsync())
                    ahead.Enqueue(reader, keyOf(reader.Current));
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync();
        }
    }

    private static string Name(int number) => number.ToString("x", CultureInfo.InvariantCulture);
}
