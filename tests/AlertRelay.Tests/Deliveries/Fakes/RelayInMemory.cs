using System.Collections.Concurrent;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Deliveries.Fakes;

/// <summary>The delivering half of the relay over stores in memory, sending for real. Waits of the schedule are exact: chance is one half.</summary>
internal sealed class RelayInMemory : IDisposable
{
    public RelayInMemory(DeliveryOptions? options = null, TimeProvider? time = null, MailOptions? mail = null, params IReadOnlyList<IMessageFormat> chats)
    {
        Options = options ?? new DeliveryOptions { AllowPrivateNetworks = true };
        var clock = time ?? Clock;
        var wrapped = Microsoft.Extensions.Options.Options.Create(Options);
        var known = new MessageFormats(null);
        var formats = new MessageFormats(null) { All = [.. chats, .. known.All] };
        var recent = new RecentAlerts(Alerts);
        Publisher = new AlertPublisher(recent, Queue, Bell, new PublicationSignal(), clock);
        var news = new SubscriptionEventPublisher(Publisher, new AuditLog(Audit, clock, new CollectingLogger<AuditLog>(Logged)));
        var health = new SubscriptionHealth(Subscriptions, news, wrapped, new CollectingLogger<SubscriptionHealth>(Logged));
        Gate = new ConcurrencyLimiter(Options.Concurrency, Options.PerHostConcurrency, clock);
        Signer = new RelaySigner(SigningKeys, clock);
        Http = new HttpMessageInvoker(GuardedHandler.Create(Options.Targets, Options.PerHostConcurrency));
        var targets = new TargetPolicy(Options.Targets);
        Sender = new WebhookSender(Http, targets, Signer, Connections, wrapped, clock, new CollectingLogger<WebhookSender>(Logged));
        var relay = Microsoft.Extensions.Options.Options.Create(About);
        Unsubscribing = new UnsubscribeService(Subscriptions, new TokenEncryption(TestKeys.Ring), news, relay, clock);
        var schedule = new RetrySchedule(() => 0.5);
        var post = new SenderRouter(
            Sender,
            new MailSender(
                Microsoft.Extensions.Options.Options.Create(mail ?? new MailOptions()),
                Unsubscribing,
                wrapped,
                clock,
                new CollectingLogger<MailSender>(Logged)));
        var pace = new EndpointThrottle();
        var courier = new DeliverySender(post, Gate, pace, schedule, health, recent, Deliveries, Retries, clock, new CollectingLogger<DeliverySender>(Logged));
        Supersession = new Supersession(recent, Deliveries, Retries, formats, wrapped, clock);
        Dispatcher = new FanOutDispatcher(
            recent,
            Subscriptions,
            Deliveries,
            Queue,
            Bell,
            formats,
            new NotificationPolicy(Alerts, Deliveries, clock),
            Supersession,
            courier,
            wrapped,
            clock,
            new CollectingLogger<FanOutDispatcher>(Logged));
        Worker = new RetryWorker(Deliveries, Alerts, Subscriptions, formats, Supersession, courier, Retries, wrapped, clock);
        Tests = new TestDelivery(post, pace, formats, Deliveries, health, clock);
        Ownership = new OwnershipCheck(
            Subscriptions,
            new OwnershipHandshake(Http, targets, wrapped, clock, new CollectingLogger<OwnershipHandshake>(Logged)),
            post,
            Tests,
            new VerificationLimits(clock),
            relay,
            clock);
    }

    public FakeTimeProvider Clock { get; } = new(Some.Time);

    public DeliveryOptions Options { get; }

    public RelayOptions About { get; } = new() { BaseUrl = "https://relay.example.org" };

    public UnsubscribeService Unsubscribing { get; }

    public InMemoryAlerts Alerts { get; } = new();

    public InMemorySubscriptions Subscriptions { get; } = new();

    public InMemoryAudit Audit { get; } = new();

    public InMemoryDeliveries Deliveries { get; } = new();

    public InMemoryQueue Queue { get; } = new();

    public WorkSignal Bell { get; } = new();

    public InMemoryRetries Retries { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = new();

    public ConcurrencyLimiter Gate { get; }

    public WebhookSender Sender { get; }

    public RelaySigner Signer { get; }

    public InMemorySigningKeys SigningKeys { get; } = new();

    public HttpMessageInvoker Http { get; }

    public ConnectionTimings Connections { get; } = new();

    public OwnershipCheck Ownership { get; }

    public AlertPublisher Publisher { get; }

    public FanOutDispatcher Dispatcher { get; }

    public RetryWorker Worker { get; }

    public Supersession Supersession { get; }

    public TestDelivery Tests { get; }

    public async Task Subscribe(params IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
            await Subscriptions.Add(subscription, CancellationToken.None);
    }

    /// <summary>Publishes the alert and sends its pages until the queue is empty.</summary>
    public async Task SendEverything(AlertRelay.Alerts.Alert alert)
    {
        await Publisher.Publish(alert, CancellationToken.None);
        await SendQueued();
    }

    public async Task SendQueued()
    {
        while (Queue.Pages.TryDequeue(out var page))
            await Dispatcher.SendBatch(page, CancellationToken.None);
    }

    public async Task RunUntilDead(string alertId, string subscriptionId = "sub_000001")
    {
        while (Deliveries[alertId, subscriptionId]!.NextAttemptAt is { } next)
        {
            Clock.SetUtcNow(next > Clock.GetUtcNow() ? next : Clock.GetUtcNow());
            Assert.NotEqual(0, await Worker.RunOnce(CancellationToken.None));
        }
    }

    public void Dispose()
    {
        Sender.Dispose();
        Connections.Dispose();
    }
}
