using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "subscriptions". A subscription's shard holds it as "id|subscription", and whole again under its tenant, "tenant|tenant|subscription",
/// while it is active, under each of its entries, "entry|entry|subscription", and else under its status, "status|status|subscription". With silences or
/// quiet hours it is there also as "quiet||subscription" and "quiet|tenant|subscription", and while its attempts fail, in the same way, as "failing". One
/// more entry, for <see cref="DuplicateIndex"/>, has no copy. They change in one transaction, so no copy is ever stale and a page of candidates needs no
/// other read. The first row lists the others.
/// </summary>
internal static class SubscriptionRows
{
    public const string ById = "id", ByTenant = "tenant", ByEntry = "entry", ByStatus = "status", ByQuiet = "quiet", ByFailing = "failing";

    public const string Version = "Version", Id = "Subscription";

    /// <summary>In place of a tenant: of all of them.</summary>
    public const string OfAll = "";

    private const string Copies = "Copies", BetweenCopies = " ", Quiet = "Quiet";

    // An alert looks there in any case. A transaction removes the old copies and writes the new ones: 91 rows of 100.
    private const string Everything = "*";

    private static readonly string CountryEntries = TableKey.Of(ByEntry, FilterIndex.OfCountries);

    private static readonly string FilterEntries = TableKey.Below(ByEntry).From, StatusEntries = TableKey.Below(ByStatus).From;

    private static readonly string DuplicateEntries = TableKey.Of(ByEntry, DuplicateIndex.Prefix);

    private const int MaxEntries = 40, MaxCopyBytes = 1_000_000;

    public static string Key(string id) => TableKey.Of(ById, id);

    /// <exception cref="StoreException">It is too long for a row.</exception>
    public static List<TableEntity> Of(Keyring keys, Subscription subscription)
    {
        var document = EncryptedDocument.Write(keys, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id));
        var partition = Shards.Of(subscription.Id);
        string[] copies =
        [
            TableKey.Of(ByTenant, subscription.Tenant, subscription.Id), .. Entries(subscription, document),
            .. subscription.Noise.IsQuietAtTimes ? InList(ByQuiet, subscription) : [], .. subscription.IsFailing ? InList(ByFailing, subscription) : [],
        ];
        var rows = copies.Prepend(Key(subscription.Id)).Select(key => Row(partition, key, document, subscription)).ToList();
        if (DuplicateIndex.IsFiled(subscription))
            rows.Add(new TableEntity(partition, TableKey.Of(ByEntry, DuplicateIndex.EntryOf(keys, subscription), subscription.Id)) { [Id] = subscription.Id });

        rows[0][Copies] = string.Join(BetweenCopies, rows.Skip(1).Select(row => row.RowKey));
        rows[0][Version] = subscription.Version;
        rows[0][Quiet] = subscription.Noise.IsQuietAtTimes;
        return rows;
    }

    public static IEnumerable<string> CopiesOf(TableEntity stored) => stored.GetString(Copies).Split(BetweenCopies);

    /// <summary>Whether it is found by alerts about countries, so only if it is active.</summary>
    public static bool NamesCountries(TableEntity stored) => CopiesOf(stored).Any(copy => copy.StartsWith(CountryEntries, StringComparison.Ordinal));

    /// <summary>Active ones need no list. Version 0.1 wrote none for the others.</summary>
    public static bool IsListedByStatus(TableEntity stored) =>
        CopiesOf(stored).Any(copy =>
            copy.StartsWith(StatusEntries, StringComparison.Ordinal)
            || (copy.StartsWith(FilterEntries, StringComparison.Ordinal) && !copy.StartsWith(DuplicateEntries, StringComparison.Ordinal)));

    /// <summary>Version 0.1 did not write it.</summary>
    public static bool SaysWhetherItIsQuiet(TableEntity stored) => stored.GetBoolean(Quiet) is not null;

    public static string IdOf(TableEntity row) => row.GetString(Id);

    public static Subscription Read(DecryptedSubscriptionCache opened, TableEntity row) => opened.Read(IdOf(row), Document(row));

    public static bool IsCurrent(Keyring keys, TableEntity row) => EncryptedDocument.IsCurrent(keys, Document(row));

    private static object Document(TableEntity row) =>
        DocumentRows.Read(row, new Dictionary<string, TableEntity>(), DecryptedSubscriptionCache.Name(IdOf(row)));

    private static IEnumerable<string> Entries(Subscription subscription, byte[] document)
    {
        if (subscription.Status != SubscriptionStatus.Active)
            return [TableKey.Of(ByStatus, $"{subscription.Status}", subscription.Id)];

        var entries = FilterIndex.EntriesOf(subscription);
        var areFew = entries.Count <= MaxEntries && entries.Count * document.Length <= MaxCopyBytes;
        // Who names so many countries wants nearly all alerts; the caller applies the filter anyway.
        return (areFew ? entries : [Everything]).Select(entry => TableKey.Of(ByEntry, entry, subscription.Id));
    }

    private static IEnumerable<string> InList(string list, Subscription subscription) =>
        [TableKey.Of(list, OfAll, subscription.Id), TableKey.Of(list, subscription.Tenant, subscription.Id)];

    private static TableEntity Row(string partition, string key, object document, Subscription subscription)
    {
        var rows = DocumentRows.Write(partition, key, document);
        rows[0][Id] = subscription.Id;
        return rows is [var row]
            ? row
            : throw new StoreException($"The subscription {subscription.Id} is too long to be stored: shorten its filter; nothing was changed.");
    }
}

/// <summary>
/// Subscriptions in the order of their ids: one range for each shard. All that are not active have a list for each status. The active ones, and those
/// of a tenant, are picked from a longer list, at most five thousand rows of it for a page.
/// </summary>
internal static class SubscriptionListing
{
    private const int MaxRows = 5000;

    /// <param name="read">Null for a damaged row, which is passed over.</param>
    public static async Task<SubscriptionPage> Page(
        AzureTable table, (string? Tenant, SubscriptionStatus? Status) wanted, Func<TableEntity, Subscription?> read, string? cursor, int limit,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        string[] list = wanted.Tenant is { } tenant ? [SubscriptionRows.ByTenant, tenant]
            : wanted.Status is null or SubscriptionStatus.Active ? [SubscriptionRows.ById]
            : [SubscriptionRows.ByStatus, $"{wanted.Status}"];
        var streams = Shards.All.Select(shard => After(table, shard, list, cursor, Shards.PageSize(limit), cancellationToken)).ToList();
        var found = new List<Subscription>();
        var (rows, last) = (0, "");
        await foreach (var (id, row) in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            var subscription = read(row);
            var isWanted = subscription is not null && (wanted.Status is null || subscription.Status == wanted.Status);
            if ((isWanted && found.Count == limit) || rows++ == MaxRows)
                return new SubscriptionPage(found, last);

            if (isWanted)
                found.Add(subscription!);

            last = id;
        }

        return new SubscriptionPage(found, null);
    }

    /// <summary>From a list that holds nothing else.</summary>
    public static async Task<SubscriptionPage> Whole(
        AzureTable table, string[] list, Func<TableEntity, Subscription?> read, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var streams = Shards.All.Select(shard => After(table, shard, list, cursor, Shards.PageSize(limit), cancellationToken)).ToList();
        var rows = new List<TableEntity>();
        await foreach (var (_, row) in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count > limit)
                break;
        }

        return new SubscriptionPage(
            [.. rows.Take(limit).Select(read).OfType<Subscription>()], rows.Count > limit ? SubscriptionRows.IdOf(rows[limit - 1]) : null);
    }

    /// <param name="cursor">An id; null for the whole list.</param>
    public static IAsyncEnumerable<TableEntity> After(
        AzureTable table, string shard, string[] list, string? cursor, int pageSize, CancellationToken cancellationToken)
    {
        var (from, to) = TableKey.Below(list);
        var begin = cursor is null ? from : TableKey.After(TableKey.Of([.. list, cursor]));
        return table.Range(shard, (begin, to), pageSize, cancellationToken);
    }
}
