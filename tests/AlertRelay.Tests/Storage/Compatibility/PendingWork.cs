using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>Goes on with what the older version left unfinished, and shows what came of it. Texts that may be worded anew are left out.</summary>
/// <param name="given">What the maker of the state knew and the stores do not tell: keys in clear, feeds, links that were sent out.</param>
internal sealed class PendingWork(UpgradedRelay relay, JsonNode given)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<JsonNode> Outbox()
    {
        var published = await relay.Get<Outbox>().PublishRemaining(Cancellation);
        var left = await relay.Get<IChannelStore>().Outbox(100, Cancellation);
        return Shown(new { published, left = left.Count, pages = (await TakePages()).Select(item => item.Batch.AlertId) });
    }

    public async Task<JsonNode> Queue()
    {
        var pages = await TakePages();
        foreach (var item in pages)
        {
            await relay.Get<FanOutDispatcher>().SendBatch(item.Batch, Cancellation);
            await relay.Get<IWorkQueue>().Complete(item, Cancellation);
        }

        var revived = await relay.Get<IWorkQueue>().Revive(Cancellation);
        return Shown(new { pages = Shown(pages), sent = Sent(), revived, pagesAfterwards = Shown(await TakePages()) });
    }

    public async Task<JsonNode> Retries()
    {
        var isAnyDue = await relay.Get<IDeliveryStore>().IsAnyDue(relay.Time.GetUtcNow(), Cancellation);
        var due = await relay.Get<RetryWorker>().RunOnce(Cancellation);
        var sentAtOnce = Sent();
        var dueAgain = await relay.Get<RetryWorker>().RunOnce(Cancellation);
        relay.Time.SetUtcNow(given["morning"]!.GetValue<DateTimeOffset>());
        var dueInTheMorning = await relay.Get<RetryWorker>().RunOnce(Cancellation);
        return Shown(new { isAnyDue, due, sentAtOnce, dueAgain, dueInTheMorning, sentInTheMorning = Sent() });
    }

    /// <summary>The feed as it was, then with another version of one notice that was shown before, then with a rise.</summary>
    public async Task<JsonNode> Poll()
    {
        var steps = new JsonArray();
        foreach (var feed in given["feeds"]!.AsArray())
        {
            relay.Network.Feed = feed!.GetValue<string>();
            relay.Time.Advance(TimeSpan.FromMinutes(20));
            var report = await relay.Get<ChannelPoller>().Poll(relay.Get<ChannelCatalog>().Find("xx-travel")!, Cancellation);
            steps.Add(Shown(new
            {
                outcome = report.Outcome.ToString(),
                alerts = report.Alerts.Select(alert =>
                    new { id = alert.Id, change = alert.Change.ToString(), revision = alert.Revision, references = alert.References }),
                decided = report.Decided.Select(notice => notice.Key).Order(StringComparer.Ordinal),
            }));
        }

        return steps;
    }

    public async Task<JsonNode> Numbers()
    {
        var store = relay.Get<IDeliveryStore>();
        var subscriptions = given["numbered"]!.Deserialize<string[]>()!;
        var alert = given["numberedAlert"]!.GetValue<string>();
        return Shown(new
        {
            tried = (await store.OfAlert(alert, subscriptions, Cancellation)).Keys.Order(StringComparer.Ordinal),
            givenBefore = await store.Number(alert, subscriptions, Cancellation),
            next = await store.Number("alr_the_next_one", subscriptions, Cancellation),
        });
    }

    public async Task<JsonNode> Leases()
    {
        var lease = TimeSpan.FromMinutes(10);
        var whileItIsHeld = await relay.Get<IPollLease>().TryTake("xx-news", lease, Cancellation);
        relay.Time.Advance(lease);
        return Shown(new { whileItIsHeld, afterwards = await relay.Get<IPollLease>().TryTake("xx-news", lease, Cancellation) });
    }

    private async Task<IReadOnlyList<WorkItem>> TakePages() =>
        [.. (await relay.Get<IWorkQueue>().Take(32, Lease, Cancellation)).OrderBy(item => item.Batch.AlertId, StringComparer.Ordinal)];

    private static JsonNode Shown(IReadOnlyList<WorkItem> pages) => Shown(pages.Select(item =>
        new { alert = item.Batch.AlertId, cursor = item.Batch.Cursor, trace = item.Batch.Trace, enqueuedAt = item.Batch.EnqueuedAt }));

    /// <summary>What was posted since the last time, and which of the secrets that receivers know it is signed with.</summary>
    private JsonNode Sent()
    {
        var posts = relay.Network.Posts.ToList();
        relay.Network.Posts.Clear();
        var inOrder = posts.OrderBy(post => post.Target.AbsoluteUri, StringComparer.Ordinal).ThenBy(post => post.Signature.Id, StringComparer.Ordinal);
        return Shown(inOrder.Select(post => new
        {
            target = post.Target.AbsoluteUri,
            id = post.Signature.Id,
            sequence = post.Sequence,
            replyTo = JsonNode.Parse(post.Body)!["reply_parameters"]?["message_id"],
            schemes = post.Signature.Signature?.Split(' ').Select(signature => signature.Split(',')[0]),
            signedWith = given["secrets"]!.AsObject().Where(secret => IsSignedWith(secret.Value!.GetValue<string>(), post)).Select(secret => secret.Key),
        }));
    }

    private bool IsSignedWith(string secret, Posted post) =>
        WebhookSignature.Verify(secret, post.Signature, post.Body, relay.Time.GetUtcNow()) is SignatureVerdict.Valid;

    private static JsonNode Shown<T>(T what) => JsonSerializer.SerializeToNode(what)!;
}
