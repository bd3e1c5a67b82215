using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Chats;

public sealed class PaceTests
{
    private readonly EndpointThrottle _pace = new();

    [Theory]
    [InlineData("slack", "https://hooks.slack.com/services/T/B/x", 1, 1)]
    [InlineData("google-chat", "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t", 1, 1)]
    [InlineData("webex", "https://webexapis.com/v1/webhooks/incoming/a", 1, 1)]
    [InlineData("telegram", "https://api.telegram.org/bot1:a/sendMessage?chat_id=5", 1, 1)]
    [InlineData("teams", "https://p.logic.azure.com/workflows/a?sig=x", 4, 1)]
    [InlineData("discord", "https://discord.com/api/webhooks/1/t", 5, 2)]
    [InlineData("ntfy", "https://ntfy.sh/alerts", 60, 300)]
    public void In_any_stretch_of_time_a_platform_gets_what_it_takes_and_no_more(string platform, string target, int count, int seconds)
    {
        var subscription = Of(platform, target);
        var sent = new List<DateTimeOffset>();
        for (var now = Some.Time; now < Some.Time.AddSeconds(seconds * 4); now += TimeSpan.FromMilliseconds(50))
        {
            if (_pace.TryAcquire(subscription, now) is null)
                sent.Add(now);
        }

        Assert.InRange(sent.Count, (count * 4) - 1, count * 4);
        Assert.All(sent.Zip(sent.Skip(count)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void A_group_gets_20_a_minute_and_a_bot_30_a_second()
    {
        var group = Of("telegram", "https://api.telegram.org/bot1:a/sendMessage?chat_id=-5");
        var sent = Enumerable.Range(0, 60).Count(second => _pace.TryAcquire(group, Some.Time.AddSeconds(second)) is null);
        Assert.Equal(20, sent);

        var chats = Enumerable.Range(1, 100).Select(chat => Of("telegram", $"https://api.telegram.org/bot2:b/sendMessage?chat_id={chat}")).ToList();
        var answers = chats.Select(chat => _pace.TryAcquire(chat, Some.Time)).ToList();
        Assert.Equal(30, answers.Count(answer => answer is null));
        Assert.Equal([30, 30, 10], answers.OfType<DateTimeOffset>().GroupBy(turn => (turn - Some.Time).TotalSeconds).Select(second => second.Count()));
    }

    [Fact]
    public void Those_that_wait_are_told_to_come_one_after_the_other()
    {
        var slack = Of("slack", "https://hooks.slack.com/services/T/B/x");

        var told = Enumerable.Range(0, 4).Select(_ => (_pace.TryAcquire(slack, Some.Time) - Some.Time)?.TotalSeconds).ToList();

        Assert.Equal([null, 1, 2, 3], told);
        Assert.Null(_pace.TryAcquire(slack, Some.Time.AddSeconds(1)));
        Assert.Null(_pace.TryAcquire(Of("slack", "https://hooks.slack.com/services/T/B/y"), Some.Time));
    }

    [Fact]
    public void Plain_webhooks_and_chats_of_no_known_pace_wait_for_nothing()
    {
        Subscription[] subscriptions =
        [
            Of("webhook", "https://example.org/"), Of("mattermost", "https://example.org/hooks/a"), Of("pagerduty", "https://example.org/"),
        ];

        Assert.All(subscriptions, subscription => Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(_pace.TryAcquire(subscription, Some.Time))));
    }

    [Fact]
    public void A_limit_of_the_whole_platform_closes_it_for_all_its_webhooks_and_for_no_other()
    {
        var minute = TimeSpan.FromMinutes(1);
        _pace.Note(
            Of("discord", "https://discord.com/api/webhooks/1/a"),
            new DeliveryOutcome.Failed("status", 429, minute, minute) { PausesWholePlatform = true },
            Some.Time);

        var other = Of("discord", "https://discord.com/api/webhooks/2/b");
        Assert.Equal(Some.Time + minute, _pace.TryAcquire(other, Some.Time.AddSeconds(1)));
        Assert.Null(_pace.TryAcquire(Of("slack", "https://hooks.slack.com/services/T/B/x"), Some.Time));
        Assert.Null(_pace.TryAcquire(other, Some.Time + minute));
    }

    [Fact]
    public void Discord_is_left_alone_long_before_it_shuts_out_the_relays_address()
    {
        var refused = new DeliveryOutcome.Failed("status", 403) { CountsAgainstRelay = true };
        foreach (var webhook in Enumerable.Range(1, 1000))
            _pace.Note(Of("discord", $"https://discord.com/api/webhooks/{webhook}/a"), refused, Some.Time.AddSeconds(webhook * 0.1));

        var healthy = Of("discord", "https://discord.com/api/webhooks/5000/b");
        var firstIsForgotten = Some.Time.AddSeconds(600.1);
        Assert.Equal(firstIsForgotten, _pace.TryAcquire(healthy, Some.Time.AddMinutes(5)));
        Assert.Null(_pace.TryAcquire(healthy, firstIsForgotten));
    }

    [Fact]
    public void A_hundred_thousand_webhooks_do_not_wait_for_each_other()
    {
        foreach (var number in Enumerable.Range(1, 100_000))
            Assert.Null(_pace.TryAcquire(Of("slack", $"https://hooks.slack.com/services/T/B/{number}"), Some.Time.AddSeconds(number)));
    }

    private static Subscription Of(string platform, string target) => Some.Subscription(new Uri(target)) with { Format = platform, Secrets = [] };
}
