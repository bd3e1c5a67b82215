using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage.Azure;

public sealed class AzureChannelStoreTests(Azurite azurite) : ChannelStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IChannelStore Open() => new AzureChannelStore(_account.Open(), TestRows.Unlogged);

    protected override async Task DamageLevel(string channel, string country, string key)
    {
        var table = _account.Open().Channels;
        var row = (await table.Find(TableKey.Of(channel), TableKey.Of("level", country, key), TestContext.Current.CancellationToken))!;
        row["Json"] = "{";
        await table.Upsert(row, TestContext.Current.CancellationToken);
    }

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureEvidenceStoreTests(Azurite azurite) : EvidenceStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override FakeTimeProvider Time => _account.Time;

    protected override IEvidenceStore Open() => new AzureEvidenceStore(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzurePollLeaseTests(Azurite azurite) : PollLeaseContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override FakeTimeProvider Time => _account.Time;

    protected override IPollLease Open() => new AzurePollLease(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureAlertStoreTests(Azurite azurite) : AlertStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IAlertStore Open() => new AzureAlertStore(_account.Open(), TestRows.Unlogged);

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureSubscriptionStoreTests(Azurite azurite) : SubscriptionStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override int Many => 150;

    protected override ISubscriptionStore Open() => new AzureSubscriptionStore(_account.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    protected override Task ForgetWhichAreQuiet() => TestRows.ForgetWhichAreQuiet(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureApiKeyStoreTests(Azurite azurite) : ApiKeyStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IApiKeyStore Open() => new AzureApiKeyStore(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzurePortalLinkStoreTests(Azurite azurite) : PortalLinkStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IPortalLinkStore Open() => new AzurePortalLinkStore(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureSessionKeyStoreTests(Azurite azurite) : SessionKeyStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    private protected override ISessionKeyStore Open(Keyring keys) => new AzureSessionKeyStore(_account.Open(), keys);

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureSigningKeyStoreTests(Azurite azurite) : SigningKeyStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override ISigningKeyStore Open() => new AzureSigningKeyStore(_account.Open(), TestKeys.Ring);

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureOutcomeCountStoreTests(Azurite azurite) : OutcomeCountStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IOutcomeCountStore Open() => new AzureOutcomeCountStore(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureAuditStoreTests(Azurite azurite) : AuditStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    private protected override IAuditStore Open(Keyring keys) => new AzureAuditStore(_account.Open(), keys, TestRows.Unlogged);

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureDeliveryStoreTests(Azurite azurite) : DeliveryStoreContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override IDeliveryStore Open() => new AzureDeliveryStore(_account.Open(), TestRows.Unlogged);

    protected override void Later() => _account.Time.Advance(TimeSpan.FromSeconds(1));

    protected override ISubscriptionStore OpenSubscriptions() =>
        new AzureSubscriptionStore(_account.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class AzureWorkQueueTests(Azurite azurite) : WorkQueueContract, IAsyncLifetime
{
    private readonly List<WorkItem> _taken = [];
    private AzureAccount _account = null!;

    protected override IWorkQueue Open() => new Remembering(new AzureWorkQueue(_account.Open(), NullLogger<AzureWorkQueue>.Instance), _taken);

    // The account's clock is its own: a lease is ended by showing the message again.
    protected override async Task LeaseEnds()
    {
        var queue = Queue("");
        foreach (var receipt in _taken.Select(item => item.Receipt.Split(' ')))
        {
            try
            {
                await queue.UpdateMessageAsync(receipt[0], receipt[1], visibilityTimeout: TimeSpan.Zero, cancellationToken: Cancellation);
            }
            catch (global::Azure.RequestFailedException e) when (e.Status is 400 or 404)
            {
                // Completed, or taken by another one since.
            }
        }

        _taken.Clear();
    }

    protected override async Task<IReadOnlyList<string>> Parked()
    {
        var parked = await Queue("-poison").PeekMessagesAsync(32, Cancellation);
        return [.. parked.Value.Select(message => FanOutMessage.Decode(message.MessageText)!.AlertId)];
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("e30=")]
    [InlineData("eyJmYW5PdXQiOnsidmVyc2lvbiI6OTksImFsZXJ0IjoiYWxyXzEifX0=")]
    public async Task A_message_that_cannot_be_read_is_moved_aside_and_holds_up_nothing(string message)
    {
        await Open().Enqueue(new FanOutBatch("alr_1"), Cancellation);
        await Queue("").SendMessageAsync(message, Cancellation);

        Assert.Equal("alr_1", Assert.Single(await Open().Take(10, TimeSpan.FromMinutes(1), Cancellation)).Batch.AlertId);
        Assert.Equal(message, Assert.Single((await Queue("-poison").PeekMessagesAsync(32, Cancellation)).Value).MessageText);
    }

    [Fact]
    public async Task A_message_is_base64_of_an_object_whose_only_property_the_functions_host_does_not_use()
    {
        await Open().Enqueue(new FanOutBatch("alr_1", "sub_é"), Cancellation);

        var message = Assert.Single((await Queue("").PeekMessagesAsync(32, Cancellation)).Value).MessageText;
        Assert.Equal(new FanOutBatch("alr_1", "sub_é"), FanOutMessage.Decode(message));
        Assert.StartsWith("{\"fanOut\":{", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_above_64_KB_is_refused_before_it_is_sent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().Enqueue(new FanOutBatch(new string('x', 50_000)), Cancellation));

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private QueueClient Queue(string suffix) => new(_account.Options.ConnectionString, AzureStorage.FanOutQueue(_account.Options.Prefix) + suffix);

    private sealed class Remembering(AzureWorkQueue queue, List<WorkItem> taken) : IWorkQueue
    {
        public Task Enqueue(FanOutBatch page, CancellationToken cancellationToken) => queue.Enqueue(page, cancellationToken);

        public Task<string> EnqueueNext(FanOutBatch batch, FanOutBatch next, CancellationToken cancellationToken) =>
            queue.EnqueueNext(batch, next, cancellationToken);

        public Task<int> ForgetEnqueued(DateTimeOffset before, CancellationToken cancellationToken) => queue.ForgetEnqueued(before, cancellationToken);

        public async Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken)
        {
            var items = await queue.Take(limit, lease, cancellationToken);
            lock (taken)
                taken.AddRange(items);

            return items;
        }

        public Task Complete(WorkItem item, CancellationToken cancellationToken) => queue.Complete(item, cancellationToken);

        public Task<int> Revive(CancellationToken cancellationToken) => queue.Revive(cancellationToken);
    }
}
