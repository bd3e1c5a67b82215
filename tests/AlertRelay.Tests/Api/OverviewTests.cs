using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.DependencyInjection;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>Whether all is well, in one answer.</summary>
public sealed class OverviewTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start(services => services.AddSingleton(new ChannelCatalog(
    [
        PollingTrial.StateLike("aa-good"), PollingTrial.StateLike("bb-bad") with { Name = "Bad news" },
        PollingTrial.StateLike("cc-off") with { Enabled = false },
    ])));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Before_the_first_poll_nobody_says_that_all_is_well() =>
        Assert.Equal((false, "No channel was polled yet."), State(await Overview(_api.Admin)));

    [Fact]
    public async Task All_is_well()
    {
        await Polled("aa-good");
        await Polled("bb-bad");

        var overview = await Overview(_api.Acme);

        Assert.Equal((true, "All is well: 2 channels are watched, and no delivery failed for good in the last day."), State(overview));
        Assert.Empty(overview["problems"]!.AsArray());
    }

    [Fact]
    public async Task The_worst_channel_comes_first_and_is_named()
    {
        await Polled("aa-good");
        await Polled("bb-bad", state => state with
        {
            Failures = 4,
            LastError = "HTTP 503",
            Health = new HealthState { Troubles = [new OngoingProblem(HealthKind.Failing, Now, "d", "hlt_1", Now)] },
            Polls = PollHistory.With(null, Now, PollMark.Failed),
        });

        var overview = await Overview(_api.Acme);

        Assert.Equal((false, "1 channel has a problem: Bad news (not being read)."), State(overview));
        Assert.Equal(["bb-bad", "aa-good", "cc-off"], overview["channels"]!.AsArray().Select(channel => channel!["id"]!.GetValue<string>()));
        Assert.Equal("f", overview["channels"]![0]!["polls"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_channel_that_nobody_polls_any_more_is_a_problem()
    {
        await Polled("aa-good");
        await Polled("bb-bad");
        _api.Time.Advance(TimeSpan.FromHours(2));

        Assert.StartsWith("2 channels were not polled in time: ", State(await Overview(_api.Admin)).Line);
    }

    [Fact]
    public async Task Outcomes_and_dead_letters_are_of_the_own_tenant_and_an_operator_sees_all()
    {
        var (acme, globex) = (await _api.Subscribe(_api.Acme), await _api.Subscribe(_api.Globex));
        await Polled("aa-good");
        await Record(acme, "acme", DeliveryStatus.Dead, 2);
        await Record(globex, "globex", DeliveryStatus.Delivered, 3);
        await Record(globex, "globex", DeliveryStatus.Dead, 1);
        await _api.Get<OutcomeCounts>().Save(ApiHost.Cancellation);

        Assert.Equal((0, 2, 2), Outcomes(await Overview(_api.Acme)));
        Assert.Equal((3, 1, 1), Outcomes(await Overview(_api.Globex)));
        Assert.Equal((3, 3, 3), Outcomes(await Overview(_api.Admin)));
        Assert.Equal("2 deliveries failed for good in the last day.", State(await Overview(_api.Acme)).Line);
    }

    [Fact]
    public async Task Counts_are_of_the_last_day_and_dead_letters_of_before_are_no_news()
    {
        var acme = await _api.Subscribe(_api.Acme);
        await Record(acme, "acme", DeliveryStatus.Dead, 1);
        await _api.Get<OutcomeCounts>().Save(ApiHost.Cancellation);
        _api.Time.Advance(TimeSpan.FromDays(1));
        await Polled("aa-good");

        var overview = await Overview(_api.Acme);

        Assert.Equal((0, 0, 1), Outcomes(overview));
        Assert.True(State(overview).AllWell);
    }

    [Fact]
    public async Task Failing_and_disabled_subscriptions_are_named_to_those_who_own_them()
    {
        await Polled("aa-good");
        var (failing, disabled) = (await _api.Subscribe(_api.Acme), await _api.Subscribe(_api.Acme));
        await Change(failing, subscription => subscription with { FailingSince = Now });
        await Change(disabled, subscription => subscription with { Status = SubscriptionStatus.Disabled, StatusReason = "it failed for days" });
        await Record(failing, "acme", DeliveryStatus.Pending, 1);

        var overview = await Overview(_api.Acme);

        Assert.Equal("1 subscription fails: alerts do not arrive at present. 1 subscription is disabled.", State(overview).Line);
        Assert.Equal(failing, overview["subscriptions"]!["failing"]![0]!["id"]!.GetValue<string>());
        Assert.Equal(disabled, overview["subscriptions"]!["disabled"]![0]!["id"]!.GetValue<string>());
        Assert.True(State(await Overview(_api.Globex)).AllWell);
    }

    [Fact]
    public async Task A_failing_subscription_is_found_behind_the_pending_deliveries_of_many_others()
    {
        await Polled("aa-good");
        var failing = await _api.Subscribe(_api.Acme);
        await Change(failing, subscription => subscription with { FailingSince = Now });
        await Record(failing, "acme", DeliveryStatus.Pending, 1);
        for (var other = 0; other < 25; other++)
            await Record($"sub_{other}", "acme", DeliveryStatus.Pending, 5);

        Assert.Equal("1 subscription fails: alerts do not arrive at present.", State(await Overview(_api.Admin)).Line);
        await Change(failing, subscription => subscription with { FailingSince = null });
        Assert.True(State(await Overview(_api.Admin)).AllWell);
    }

    [Fact]
    public async Task Of_very_many_dead_letters_it_says_so_many_or_more()
    {
        var acme = await _api.Subscribe(_api.Acme);
        await Polled("aa-good");
        await Record(acme, "acme", DeliveryStatus.Dead, 501);

        var overview = await Overview(_api.Acme);

        Assert.Equal("500 or more deliveries failed for good in the last day.", State(overview).Line);
        Assert.True(overview["deadLetters"]!["more"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_last_heartbeat_is_shown()
    {
        await _api.Get<IAlertStore>().Append(
            Some.Alert("hbt_20200102") with { Heartbeat = new Heartbeat(Now, 2, [], 0), Headline = "Heartbeat" }, ApiHost.Cancellation);

        Assert.Equal("hbt_20200102", (await Overview(_api.Acme))["lastHeartbeat"]!["id"]!.GetValue<string>());
    }

    private DateTimeOffset Now => _api.Time.GetUtcNow();

    private async Task<JsonNode> Overview(string key) => (await _api.Look("/api/v1/overview", key)).Json;

    private static (bool AllWell, string Line) State(JsonNode overview) => (overview["allWell"]!.GetValue<bool>(), overview["state"]!.GetValue<string>());

    private static (long Delivered, long Dead, int Letters) Outcomes(JsonNode overview) => (
        overview["deliveries"]!["delivered"]!.GetValue<long>(), overview["deliveries"]!["dead"]!.GetValue<long>(),
        overview["deadLetters"]!["count"]!.GetValue<int>());

    private async Task Polled(string channel, Func<ChannelState, ChannelState>? change = null)
    {
        var state = new ChannelState { Channel = channel, LastPollAt = Now, LastGoodPollAt = Now, NextPollAt = Now.AddMinutes(15), Version = 1 };
        Assert.True(await _api.Get<IChannelStore>().Commit(new PollCommit(change?.Invoke(state) ?? state), ApiHost.Cancellation));
    }

    private Task Record(string subscription, string tenant, DeliveryStatus status, int count) => _api.Get<IDeliveryStore>().Record(
        [
            .. Enumerable.Range(0, count).Select(i => (
                new DeliveryRecord($"alr_{status}_{i}", subscription, status, 1, Now, status == DeliveryStatus.Pending ? Now.AddHours(1) : null)
                {
                    Tenant = tenant,
                },
                new Attempt($"alr_{status}_{i}", subscription, 1, Now, TimeSpan.Zero, 500, "status", ""))),
        ],
        ApiHost.Cancellation);

    private async Task Change(string id, Func<Subscription, Subscription> change)
    {
        var store = _api.Get<ISubscriptionStore>();
        var known = (await store.Find(id, ApiHost.Cancellation))!;
        Assert.True(await store.Update(change(known) with { Version = known.Version + 1 }, ApiHost.Cancellation));
    }
}
