using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>How subscriptions are found: by tenant and status, and by an alert.</summary>
internal static class SubscriptionSearch
{
    /// <summary>Rows without a status yet match every status.</summary>
    public static string Sql(string? tenant, SubscriptionStatus? status) =>
        "SELECT id, subscription FROM subscriptions WHERE id > $after"
        + (tenant is null ? "" : " AND tenant = $tenant")
        + (status is null ? "" : " AND status IN ($status, '')")
        // Names the index. Most subscriptions are active, so these need none.
        + (status is null or SubscriptionStatus.Active ? "" : " AND status <> 'Active'")
        + " ORDER BY id LIMIT $limit";

    public static (string, object?)[] Values(string? tenant, SubscriptionStatus? status, string? cursor, long limit) =>
    [
        ("$after", cursor ?? ""), ("$limit", limit),
        .. tenant is null ? [] : new (string, object?)[] { ("$tenant", tenant) },
        .. status is null ? [] : new (string, object?)[] { ("$status", status.ToString()) },
    ];

    /// <summary>Rows of which it is not known yet match too.</summary>
    public static string QuietSql(string? tenant) => tenant is null
        ? "SELECT id, subscription FROM subscriptions INDEXED BY subscriptions_quiet WHERE quiet <> 0 AND id > $after ORDER BY id LIMIT $limit"
        : "SELECT id, subscription FROM subscriptions INDEXED BY subscriptions_quiet_by_tenant WHERE quiet <> 0 AND tenant = $tenant AND id > $after "
            + "ORDER BY id LIMIT $limit";

    public static string FailingSql(string? tenant) => tenant is null
        ? "SELECT id, subscription FROM subscriptions INDEXED BY subscriptions_failing WHERE failing = 1 AND id > $after ORDER BY id LIMIT $limit"
        : "SELECT id, subscription FROM subscriptions INDEXED BY subscriptions_failing_by_tenant WHERE failing = 1 AND tenant = $tenant AND id > $after "
            + "ORDER BY id LIMIT $limit";

    /// <summary>At most a page from each entry, in order: the cost is entries times page, whatever the number of subscriptions per entry.</summary>
    public static IEnumerable<string> CandidateIds(
        SqliteConnection connection, IEnumerable<string> entries, bool isForEveryCountry, string after, long limit) =>
        entries
            .SelectMany(entry => connection.Query(
                "SELECT subscription_id FROM subscription_index WHERE entry = $entry AND subscription_id > $after ORDER BY subscription_id LIMIT $limit",
                reader => reader.GetString(0),
                ("$entry", entry), ("$after", after), ("$limit", limit)))
            .Concat(isForEveryCountry ? NamingCountries(connection, after, limit) : [])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Take((int)limit);

    // In the order of ids, so that it ends with the page. The entries of the countries have another order.
    private static List<string> NamingCountries(SqliteConnection connection, string after, long limit) => connection.Query(
        "SELECT id FROM subscriptions WHERE id > $after AND EXISTS "
        + "(SELECT 1 FROM subscription_index WHERE subscription_id = subscriptions.id AND substr(entry, 1, length($countries)) = $countries) "
        + "ORDER BY id LIMIT $limit",
        reader => reader.GetString(0),
        ("$countries", FilterIndex.OfCountries), ("$after", after), ("$limit", limit));
}

/// <summary>How a subscription is written.</summary>
internal static class SubscriptionStatements
{
    public const string Insert =
        "INSERT INTO subscriptions (id, tenant, version, status, quiet, failing, subscription) "
        + "VALUES ($id, $tenant, $version, $status, $quiet, $failing, $subscription)";

    public const string Overwrite =
        "UPDATE subscriptions SET tenant = $tenant, version = $version, status = $status, quiet = $quiet, failing = $failing, subscription = $subscription "
        + "WHERE id = $id";
}
