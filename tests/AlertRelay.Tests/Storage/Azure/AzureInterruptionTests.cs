using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Subscriptions;
using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Relayed = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>The program ends in the middle of every step, and what was half done is made whole by doing it again.</summary>
public sealed class AzureInterruptionTests(Azurite azurite) : IAsyncLifetime
{
    private AzureAccount _account = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task An_alert_is_in_the_history_once() => EndAtEveryRequest(
        storage => new AzureAlertStore(storage, TestRows.Unlogged).Append(Samples.Alert("alr_1") with { Text = Samples.LongText(500_000) }, Cancellation),
        async storage =>
        {
            var store = new AzureAlertStore(storage, TestRows.Unlogged);
            Assert.Single((await store.List(new AlertQuery(), Cancellation)).Alerts);
            Assert.Single((await store.List(new AlertQuery { OldestFirst = true }, Cancellation)).Alerts);
        });

    [Fact]
    public Task Outcomes_are_recorded_once() => EndAtEveryRequest(
        storage => new AzureDeliveryStore(storage, TestRows.Unlogged).Record([.. Enumerable.Range(0, 5).Select(Failed)], Cancellation),
        async storage =>
        {
            var store = new AzureDeliveryStore(storage, TestRows.Unlogged);
            Assert.Equal(5, (await store.OfAlert("alr_1", [.. Enumerable.Range(0, 9).Select(i => $"sub_{i}")], Cancellation)).Count);
            for (var i = 0; i < 5; i++)
            {
                Assert.Single(await store.Attempts("alr_1", $"sub_{i}", Cancellation));
                Assert.Single((await store.OfSubscription($"sub_{i}", null, null, 10, Cancellation)).Deliveries);
            }

            Assert.Equal(5, (await store.TakeDue(Samples.Noon.AddHours(1), TimeSpan.FromMinutes(1), 10, Cancellation)).Count);
        });

    [Fact]
    public Task A_changed_subscription_is_filed_under_its_new_entries_only() => EndAtEveryRequest(
        async storage =>
        {
            var store = new AzureSubscriptionStore(storage, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);
            var subscription = Samples.Subscription(1) with { Filter = new Filter { Countries = ["IR", "IQ"] } };
            if (await store.Find(subscription.Id, Cancellation) is null)
                await store.Add(subscription, Cancellation);
            await store.Update(subscription with { Filter = new Filter { Countries = ["IQ", "FR"] }, Version = 2 }, Cancellation);
        },
        async storage =>
        {
            var store = new AzureSubscriptionStore(storage, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);
            Assert.Equal(["FR", "IQ"], await Entries(store));
            Assert.Equal(["IQ", "FR"], (await store.Find(Samples.Subscription(1).Id, Cancellation))?.Filter.Countries);
        });

    [Fact]
    public Task A_taken_delivery_is_due_again_after_its_lease() => EndAtEveryRequest(
        async storage =>
        {
            var store = new AzureDeliveryStore(storage, TestRows.Unlogged);
            await store.Save(Failed(1).Delivery, Cancellation);
            await store.TakeDue(Samples.Noon.AddHours(1), TimeSpan.FromMinutes(1), 10, Cancellation);
        },
        async storage => Assert.Single(
            await new AzureDeliveryStore(storage, TestRows.Unlogged).TakeDue(Samples.Noon.AddHours(2), TimeSpan.FromMinutes(1), 10, Cancellation)));

    [Fact]
    public async Task Writes_whose_answers_are_lost_are_sent_again_and_count_once()
    {
        // Each try of a request bears the same id: of every post the first answer is lost, the second one arrives.
        var answered = new ConcurrentDictionary<string, bool>();
        var network = new Network((message, _) => message.Request.Method == RequestMethod.Post && answered.TryAdd(message.Request.ClientRequestId, true));
        var storage = _account.Open(network);
        await storage.Prepare(Cancellation);

        await new AzureAlertStore(storage, TestRows.Unlogged).Append(Samples.Alert("alr_1"), Cancellation);
        await new AzureDeliveryStore(storage, TestRows.Unlogged).Record([Failed(1)], Cancellation);
        await new AzureSubscriptionStore(storage, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None).Add(Samples.Subscription(1), Cancellation);
        Assert.True(await TestRows.Subscriptions(storage, TestKeys.Ring).Update(Samples.Subscription(1) with { Version = 2 }, Cancellation));
        Assert.True(await new AzurePollLease(storage).TryTake("channel", TimeSpan.FromMinutes(1), Cancellation));

        Assert.Single((await new AzureAlertStore(_account.Open(), TestRows.Unlogged).List(new AlertQuery { OldestFirst = true }, Cancellation)).Alerts);
        Assert.Single(await new AzureDeliveryStore(_account.Open(), TestRows.Unlogged).Attempts("alr_1", "sub_1", Cancellation));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public async Task Poison_is_in_one_of_the_two_queues_wherever_its_parking_ends(int requests, int parked)
    {
        await _account.Open().Prepare(Cancellation);
        await _account.Open().FanOut.Send("unreadable", Cancellation);
        var interrupted = new AzureWorkQueue(_account.Open(new Interruption(requests)), NullLogger<AzureWorkQueue>.Instance);
        await Assert.ThrowsAsync<InterruptedException>(() => interrupted.Take(1, TimeSpan.FromMinutes(1), Cancellation));

        var queue = new QueueServiceClient(_account.Options.ConnectionString).GetQueueClient(AzureStorage.FanOutQueue(_account.Options.Prefix));
        Assert.Equal(1, (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
        Assert.Equal(parked, (await _account.Open().Poison.Receive(32, TimeSpan.FromMinutes(1), Cancellation)).Count);
    }

    private async Task EndAtEveryRequest(Func<AzureStorage, Task> work, Func<AzureStorage, Task> check)
    {
        var isDone = false;
        for (var requests = 0; !isDone; requests++)
        {
            _account = new AzureAccount(await azurite.Account());
            isDone = await IsDone(work, requests);
            await work(_account.Open());
            await check(_account.Open());
        }
    }

    private async Task<bool> IsDone(Func<AzureStorage, Task> work, int requests)
    {
        try
        {
            await work(_account.Open(new Interruption(requests)));
            return true;
        }
        catch (InterruptedException)
        {
            return false;
        }
    }

    private static async Task<List<string>> Entries(AzureSubscriptionStore store)
    {
        var found = new List<string>();
        foreach (var country in new[] { "FR", "IQ", "IR" })
        {
            var alert = Samples.Alert("alr_1") with { Areas = [new Area(country, country)] };
            if ((await store.Candidates(alert, null, 10, Cancellation)).Subscriptions.Count > 0)
                found.Add(country);
        }

        return found;
    }

    private static (Relayed Delivery, Attempt Attempt) Failed(int i) => (
        new Relayed("alr_1", $"sub_{i}", DeliveryStatus.Pending, 1, Samples.Noon, Samples.Noon.AddMinutes(5), "later"),
        new Attempt("alr_1", $"sub_{i}", 1, Samples.Noon, TimeSpan.FromSeconds(1), 503, "status", null));
}
