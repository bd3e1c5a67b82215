using System.Collections.Concurrent;
using AlertRelay.Delivery;
using AlertRelay.Delivery.Formats;
using AlertRelay.Delivery.Noise;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Delivery.Fakes;

/// <summary>The delivering half of the relay over stores in memory, sending for real. Waits of the schedule are exact: chance is one half.</summary>
internal sealed class RelayInMemory : IDisposable
{
    public RelayInMemory(DeliveryOptions? options = null, TimeProvider? time = null)
    {
        Options = options ?? new DeliveryOptions { AllowPrivateNetworks = true };
        var clock = time ?? Clock;
        var wrapped = Microsoft.Extensions.Options.Options.Create(Options);
        var formats = new MessageFormats(null);
        var health = new SubscriptionHealth(Subscriptions, wrapped, new CollectingLogger<SubscriptionHealth>(Logged));
        Gate = new SendGate(Options.Concurrency, Options.PerHostConcurrency);
        Sender = new WebhookSender(new HttpMessageInvoker(GuardedHandler.Create(Options)), new TargetPolicy(Options.Targets), wrapped, clock);
        var schedule = new RetrySchedule(() => 0.5);
        var courier = new Courier(Sender, Gate, new EndpointPace(), schedule, health, Deliveries, Retries, clock, new CollectingLogger<Courier>(Logged));
        Dispatcher = new Dispatcher(Alerts, Subscriptions, Deliveries, Queue, formats, new NoiseGate(Alerts, Deliveries, clock), courier, wrapped, clock, new CollectingLogger<Dispatcher>(Logged));
        Worker = new DeliveryWorker(Deliveries, Alerts, Subscriptions, formats, courier, Retries, wrapped, clock);
        Tests = new TestDelivery(Sender, formats, Deliveries, health, clock);
    }

    public FakeTimeProvider Clock { get; } = new(Some.Time);

    public DeliveryOptions Options { get; }

    public InMemoryAlerts Alerts { get; } = new();

    public InMemorySubscriptions Subscriptions { get; } = new();

    public InMemoryDeliveries Deliveries { get; } = new();

    public InMemoryQueue Queue { get; } = new();

    public InMemoryRetries Retries { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = new();

    public SendGate Gate { get; }

    public WebhookSender Sender { get; }

    public Dispatcher Dispatcher { get; }

    public DeliveryWorker Worker { get; }

    public TestDelivery Tests { get; }

    public async Task Subscribe(params IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
            await Subscriptions.Add(subscription, CancellationToken.None);
    }

    /// <summary>Publishes the alert and sends its pages until the queue is empty.</summary>
    public async Task SendEverything(AlertRelay.Alerts.Alert alert)
    {
        await Dispatcher.Publish(alert, CancellationToken.None);
        await SendQueued();
    }

    public async Task SendQueued()
    {
        while (Queue.Pages.TryDequeue(out var page))
            await Dispatcher.SendPage(page, CancellationToken.None);
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
        Gate.Dispose();
    }
}
