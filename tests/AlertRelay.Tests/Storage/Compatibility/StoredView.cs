using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Detection;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>
/// Everything that the stores hold, read through their interfaces, as JSON. Documents are shown under the names that they are stored with; rows that are
/// no documents are shown under names that stand here as text, so that renaming code changes none of them.
/// </summary>
internal sealed class StoredView(UpgradedRelay relay)
{
    // Small, so that every list goes on by its cursor.
    private const int Page = 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<JsonNode> Everything() => JsonComparison.Shortened(new JsonObject
    {
        ["channels"] = await Channels(),
        ["outbox"] = Documents(await relay.Get<IChannelStore>().Outbox(100, Cancellation), Alert),
        ["alerts"] = Documents(await Alerts(), Alert),
        ["candidates"] = await Candidates(),
        ["evidence"] = await Evidence(),
        ["subscriptions"] = Documents(await Subscriptions(), subscription => Document(subscription, DocumentSerializer.Subscription)),
        ["deliveries"] = await Deliveries(),
        ["keys"] = Documents(await relay.Get<IApiKeyStore>().List(Cancellation), Key),
        ["signingKeys"] = Document((await relay.Get<ISigningKeyStore>().Find(Cancellation))!, DocumentSerializer.Ring),
        ["audit"] = Documents(await Audit(), entry => Document(entry, DocumentSerializer.Audit)),
    })!;

    public async Task<IReadOnlyList<Alert>> Alerts()
    {
        var found = new List<Alert>();
        foreach (var kind in Enum.GetValues<EventKind>())
            found.AddRange(await Pages<Alert>(async cursor =>
            {
                var page = await relay.Get<IAlertStore>().List(new AlertQuery { Kind = kind, Cursor = cursor, Limit = Page }, Cancellation);
                return (page.Alerts, page.Cursor);
            }));

        return found;
    }

    public Task<IReadOnlyList<Subscription>> Subscriptions() => Pages<Subscription>(async cursor =>
    {
        var page = await relay.Get<ISubscriptionStore>().List(tenant: null, status: null, cursor, Page, Cancellation);
        return (page.Subscriptions, page.Cursor);
    });

    private Task<IReadOnlyList<AuditEntry>> Audit() => Pages<AuditEntry>(async after =>
    {
        var page = await relay.Get<IAuditStore>().List(new AuditQuery { After = after, Limit = Page }, Cancellation);
        return (page.Entries, page.After);
    });

    private async Task<JsonObject> Channels()
    {
        var store = relay.Get<IChannelStore>();
        var shown = new JsonObject();
        foreach (var channel in await store.All(Cancellation))
        {
            var notices = (await store.Notices(channel.Channel, Cancellation)).Values.OrderBy(notice => notice.Key, StringComparer.Ordinal).ToList();
            shown[channel.Channel] = new JsonObject
            {
                ["state"] = Document(channel, DocumentSerializer.Channel),
                ["notices"] = Documents(notices, notice => Document(notice, DocumentSerializer.Notice)),
                ["past"] = await Past(store, channel.Channel, notices),
            };
        }

        return shown;
    }

    // The version just before the present one, where there was one.
    private static async Task<JsonArray> Past(IChannelStore store, string channel, IReadOnlyList<NoticeState> notices)
    {
        var past = new List<NoticeVersion>();
        foreach (var notice in notices)
        {
            if (notice.LastNotifiedAt is { } since && await store.VersionAt(channel, notice.Key, since.AddTicks(-1), Cancellation) is { } version)
                past.Add(version);
        }

        return Documents(past, version => Document(version, DocumentSerializer.Version));
    }

    /// <summary>Who is found for each alert: by entries of the index, which hold words of ours.</summary>
    private async Task<JsonObject> Candidates()
    {
        var found = new JsonObject();
        foreach (var alert in await Alerts())
        {
            var candidates = await Pages<Subscription>(async cursor =>
            {
                var page = await relay.Get<ISubscriptionStore>().Candidates(alert, cursor, Page, Cancellation);
                return (page.Subscriptions, page.Cursor);
            });
            var wanting = candidates.Where(subscription => subscription.Wants(alert)).Select(subscription => subscription.Id).Order(StringComparer.Ordinal);
            found[alert.Id] = new JsonArray([.. wanting.Select(id => JsonValue.Create(id))]);
        }

        return found;
    }

    private async Task<JsonObject> Evidence()
    {
        var shown = new JsonObject();
        foreach (var sha256 in (await Alerts()).Select(alert => alert.Evidence.Sha256).Distinct().Order(StringComparer.Ordinal))
        {
            if (await relay.Get<IEvidenceStore>().Find(sha256, Cancellation) is { } document)
                shown[sha256] = Row(new { mediaType = document.MediaType, body = Encoding.UTF8.GetString(document.Body.Span) });
        }

        return shown;
    }

    private async Task<JsonObject> Deliveries()
    {
        var store = relay.Get<IDeliveryStore>();
        var shown = new JsonObject();
        foreach (var subscription in (await Subscriptions()).Select(subscription => subscription.Id))
        {
            var list = await Pages<DeliveryRecord>(async cursor =>
            {
                var page = await store.OfSubscription(subscription, status: null, cursor, Page, Cancellation);
                return (page.Deliveries, page.Cursor);
            });
            var rows = new JsonArray();
            foreach (var delivery in list)
                rows.Add(Row(delivery, await store.Attempts(delivery.AlertId, subscription, Cancellation)));

            shown[subscription] = new JsonObject { ["lastNumber"] = await store.LastNumber(subscription, Cancellation), ["deliveries"] = rows };
        }

        return shown;
    }

    private static JsonNode Row(DeliveryRecord delivery, IReadOnlyList<Attempt> attempts) => Row(new
    {
        id = delivery.Id,
        alert = delivery.AlertId,
        status = delivery.Status.ToString(),
        attemptCount = delivery.Attempts,
        updatedAt = delivery.UpdatedAt,
        nextAttemptAt = delivery.NextAttemptAt,
        reason = delivery.Reason,
        number = delivery.Sequence,
        attempts = attempts.Select(attempt => new
        {
            number = attempt.Number,
            at = attempt.At,
            took = attempt.Took,
            statusCode = attempt.StatusCode,
            error = attempt.Error,
            responseStart = attempt.ResponseStart,
            traceId = attempt.TraceId,
            dns = attempt.Timings?.Dns,
            connect = attempt.Timings?.Connect,
            tls = attempt.Timings?.Tls,
            firstByte = attempt.Timings?.FirstByte,
        }),
    });

    private static JsonNode Key(ApiKey key) => Row(new
    {
        id = key.Id,
        hash = key.Hash,
        name = key.Name,
        tenant = key.Tenant,
        role = key.Role.ToString(),
        createdAt = key.CreatedAt,
        expiresAt = key.ExpiresAt,
        lastUsedAt = key.LastUsedAt,
        replacedBy = key.ReplacedBy,
    });

    private static JsonNode Alert(Alert alert)
    {
        var document = Document(alert, DocumentSerializer.Alert);
        document["(trace)"] = alert.Trace;
        return document;
    }

    private static JsonNode Row<T>(T row) => JsonSerializer.SerializeToNode(row)!;

    private static JsonNode Document<T>(T document, JsonTypeInfo<T> form) => JsonSerializer.SerializeToNode(document, form)!;

    private static JsonArray Documents<T>(IEnumerable<T> documents, Func<T, JsonNode> show) => [.. documents.Select(show)];

    private static async Task<IReadOnlyList<T>> Pages<T>(Func<string?, Task<(IReadOnlyList<T> Page, string? Cursor)>> list)
    {
        var found = new List<T>();
        string? cursor = null;
        do
        {
            (var page, cursor) = await list(cursor);
            found.AddRange(page);
        }
        while (cursor is not null);

        return found;
    }
}
