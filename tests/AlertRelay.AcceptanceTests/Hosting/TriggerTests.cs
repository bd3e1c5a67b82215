using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The way of an alert through the timers and queues of the host.</summary>
public sealed class TriggerTests
{
    [Fact]
    public async Task A_raised_level_reaches_a_receiver_signed()
    {
        var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var trial = await HostedTrial.Start([("Iran", 3), ("France", 1)]);
        await using var receiver = await NodeReceiver.Start(secret, new Uri(trial.Host.Address, "/.well-known/alertrelay/jwks.json"));
        await trial.Subscribe(receiver.Target, secret);
        await trial.Host.Listen();
        await trial.Publisher.Polls(2);

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        var delivery = await receiver.Next();

        Assert.True(delivery.GetProperty("verified").GetBoolean(), delivery.ToString());
        Assert.True(delivery.GetProperty("signedByRelay").GetBoolean(), delivery.ToString());
        var sent = delivery.GetProperty("event");
        Assert.Equal("org.alertrelay.alert.raised", sent.GetProperty("type").GetString());
        Assert.Equal("IR", sent.GetProperty("data").GetProperty("areas")[0].GetProperty("code").GetString());
        await trial.Publisher.Polls(3);
        Assert.Equal(1, receiver.Received);
    }

    [Fact]
    public async Task A_receiver_that_was_down_gets_the_alert_from_the_retry_queue_with_the_same_id()
    {
        await using var trial = await HostedTrial.Start([("Iran", 3), ("France", 1)]);
        await using var receiver = await Receiver.Start();
        receiver.Status = _ => receiver.Deliveries.Count < 2 ? 503 : 204;
        var id = await trial.Subscribe(receiver.Target("org"));
        await trial.Host.Listen();
        await trial.Publisher.Polls(2);

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => receiver.Deliveries.Count >= 2, "a second attempt");

        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Id).Distinct());
        await Eventually.Is(
            async () => JsonDocument.Parse(await trial.Host.Client.GetStringAsync($"/api/v1/subscriptions/{id}/deliveries"))
                .RootElement.GetProperty("deliveries")[0].GetProperty("status").GetString() == "delivered",
            "the ledger says delivered");
    }

    [Fact]
    public async Task Messages_that_cannot_be_understood_end_in_the_poison_queue_and_those_of_older_versions_do_not()
    {
        const string NotBase64 = "not base64 at all";
        string[] unreadable = ["hello", "[1,2,3]", """{"fanOut":{"version":99,"alert":"alr_of_a_later_version"}}"""];
        await using var trial = await HostedTrial.Start([("Iran", 3)], options => options with { RedeliverAfter = TimeSpan.Zero });
        await trial.Host.CallTimer("Maintenance");
        var (fanOut, deliver) = (await trial.Queue("alertrelay-fanout"), await trial.Queue("alertrelay-deliver"));
        foreach (var text in unreadable)
            await Send(fanOut, text);
        await Send(fanOut, """{"fanOut":{"version":1,"alert":"alr_of_an_older_version"}}""");
        await fanOut.SendMessageAsync(NotBase64, TestContext.Current.CancellationToken);
        await Send(deliver, "[]");

        await trial.Host.Listen();
        var poison = await trial.Queue("alertrelay-fanout-poison");
        await Eventually.Is(
            async () => await Count(fanOut) + await Count(deliver) == 0 && await Count(poison) == unreadable.Length + 1,
            "the queues are empty");

        var setAside = (await poison.PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value.Select(message => message.MessageText);
        Assert.Equal(unreadable.Select(Encoded).Append(NotBase64).Order(), setAside.Order());
        Assert.False(await (await trial.Queue("alertrelay-deliver-poison")).ExistsAsync(TestContext.Current.CancellationToken));
        // maxDequeueCount of host.json, each.
        Assert.Equal(10 * unreadable.Length, trial.Host.Log.Count("FanOut failed: The message is not one"));
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task Send(QueueClient queue, string text) => await queue.SendMessageAsync(Encoded(text), TestContext.Current.CancellationToken);

    // Those that are hidden too.
    private static async Task<int> Count(QueueClient queue) =>
        await queue.ExistsAsync() ? (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;
}
