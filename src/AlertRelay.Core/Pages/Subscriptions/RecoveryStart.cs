using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>Since when a subscription may have missed alerts, as the form for recovery suggests it.</summary>
internal static class RecoveryStart
{
    private const int MaxEntries = 50;

    // The ledger may have forgotten more before the form is submitted.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private static readonly string Active = EnumNames<SubscriptionStatus>.Of(SubscriptionStatus.Active);

    /// <summary>
    /// The last day, or since it began to fail or was not active before that. It looks at the latest time that it was not active, which may be over:
    /// people resume a subscription before they recover its alerts. Reads one page of its audit entries.
    /// </summary>
    public static async Task<DateTimeOffset> Of(SubscriptionResponse subscription, HttpContext http, RelayApi api)
    {
        var changes = await api.Get<AuditListResponse>(
            http, "/audit" + LinkQuery.Of(("order", "newest"), ("subject", subscription.Id), ("limit", $"{MaxEntries}")));
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var oldest = now - http.RequestServices.GetRequiredService<IOptions<DeliveryOptions>>().Value.KeepFor + Margin;
        DateTimeOffset?[] starts = [now.AddDays(-1), subscription.FailingSince, .. LatestOutage(changes.Value?.Entries ?? [])];
        return starts.Min() is { } first && first > oldest ? first : oldest;
    }

    /// <param name="entries">The newest first.</param>
    private static IEnumerable<DateTimeOffset?> LatestOutage(IReadOnlyList<AuditEntry> entries)
    {
        var isOver = false;
        foreach (var entry in entries.Where(entry => StatusOf(entry.New) is not null))
        {
            // Only the end of an older outage: the latest one began after it.
            if (isOver && StatusOf(entry.New) == Active)
                yield break;

            isOver |= StatusOf(entry.New) != Active;
            yield return FailingSince(entry.Old);
            yield return FailingSince(entry.New);
            if (StatusOf(entry.New) != Active)
                yield return entry.At;
        }
    }

    private static string? StatusOf(JsonObject? members) => members?["status"]?.GetValue<string>();

    private static DateTimeOffset? FailingSince(JsonObject? members) => members?["failingSince"]?.GetValue<DateTimeOffset>();
}
