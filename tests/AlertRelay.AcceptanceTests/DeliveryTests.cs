using System.Net;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests;

public sealed class DeliveryTests
{
    [Fact]
    public async Task A_raised_level_reaches_a_receiver_whose_libraries_verify_and_parse_it()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("Iraq", 3), ("France", 1));
        await using var receiver = await NodeReceiver.Start(trial.Secret, trial.Relay.PublicKeys);
        await trial.Subscribe(receiver.Target, new { countries = new[] { "IR" } });

        trial.Publisher.Publish(("Iran", 4), ("Iraq", 4), ("France", 1));
        var delivery = await receiver.Next();

        Assert.True(delivery.GetProperty("verified").GetBoolean(), delivery.ToString());
        Assert.True(delivery.GetProperty("signedByRelay").GetBoolean(), delivery.ToString());
        Assert.Equal(JsonValueKind.Null, delivery.GetProperty("error").ValueKind);
        var alert = delivery.GetProperty("event").GetProperty("data");
        Assert.Equal("org.alertrelay.alert.raised", delivery.GetProperty("event").GetProperty("type").GetString());
        Assert.Equal(delivery.GetProperty("id").GetString(), alert.GetProperty("id").GetString());
        Assert.Equal("Extreme", alert.GetProperty("level").GetProperty("severity").GetString());
        Assert.Equal("Severe", alert.GetProperty("previousLevel").GetProperty("severity").GetString());
        Assert.Equal("IR", alert.GetProperty("areas")[0].GetProperty("code").GetString());

        await trial.Publisher.Polls(3);
        Assert.Equal(1, receiver.Received);
    }

    [Fact]
    public async Task Unchanged_bytes_are_answered_with_304_and_tell_nothing()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("France", 1));
        await using var receiver = await Receiver.Start();
        await trial.Subscribe(receiver.Target("all"));

        await trial.Publisher.Polls(4);

        Assert.Equal((int)HttpStatusCode.OK, trial.Publisher.Answers.First());
        Assert.All(trial.Publisher.Answers.Skip(1), status => Assert.Equal((int)HttpStatusCode.NotModified, status));
        Assert.Empty(receiver.Deliveries);
    }

    [Fact]
    public async Task Validators_outlive_a_restart()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("France", 1));

        await trial.KillAndRestart();
        await trial.Publisher.Polls(2);

        Assert.Single(trial.Publisher.Answers, status => status == (int)HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_receiver_that_was_down_gets_the_alert_when_it_is_up_with_the_same_id()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("France", 1));
        await using var receiver = await Receiver.Start();
        receiver.Status = _ => receiver.Deliveries.Count < 2 ? 503 : 204;
        var (id, _) = await trial.Subscribe(receiver.Target("org"));

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => receiver.Deliveries.Count >= 2, "a second attempt");

        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Id).Distinct());
        await Eventually.Is(
            async () =>
            {
                var deliveries = (await trial.Relay.Get($"/api/v1/subscriptions/{id}/deliveries")).GetProperty("deliveries");
                return deliveries[0].GetProperty("status").GetString() == "delivered";
            },
            "the ledger says delivered");
    }

    [Fact]
    public async Task A_test_alert_is_marked_as_one()
    {
        await using var trial = await Trial.Start(("Iran", 3));
        await using var receiver = await NodeReceiver.Start(trial.Secret, trial.Relay.PublicKeys);
        var (id, _) = await trial.Subscribe(receiver.Target);

        using var answer = await trial.Relay.Api.PostAsync($"/api/v1/subscriptions/{id}/test", null, TestContext.Current.CancellationToken);
        var delivery = await receiver.Next();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.True(delivery.GetProperty("verified").GetBoolean());
        Assert.Equal("org.alertrelay.alert.test", delivery.GetProperty("event").GetProperty("type").GetString());
    }
}
