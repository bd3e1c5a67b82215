using AlertRelay.Alerts;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using CsCheck;

namespace AlertRelay.Tests.Deliveries.Explanations;

/// <summary>Why the ledger has no delivery: the first rule that says no.</summary>
public sealed class UnrecordedTests
{
    private static readonly DateTimeOffset Detected = Some.Time, Later = Detected.AddHours(1), LedgerFrom = Detected.AddDays(-1);

    private static readonly PastStatus Active = new(SubscriptionStatus.Active, null, null);

    private static readonly Subscription Old = Some.Subscription(new Uri("https://receiver.example/")) with
    {
        CreatedAt = Detected.AddDays(-9),
        UpdatedAt = Detected.AddDays(-9),
    };

    private static readonly Filter Other = new() { Countries = ["FR"] };

    private static readonly Silence All = new(Filter.Everything, Detected.AddDays(1), "exercise");

    [Fact]
    public void A_rule_of_the_filter_is_named_exactly_when_the_subscription_does_not_want_the_alert() =>
        Gen.Select(SubscriptionSamples.AnyFilter, SubscriptionSamples.AnyAlert).Sample(
            (filter, alert) =>
            {
                var subscription = Old with { Filter = filter, CreatedAt = DateTimeOffset.MinValue, UpdatedAt = DateTimeOffset.MinValue };
                var found = Unrecorded.Of(subscription, alert, Active, alert.DetectedAt.AddHours(1), LedgerFrom.AddYears(-1));
                return (found.Rule is DeliveryRule.Filter or DeliveryRule.OwnEvent) == !subscription.Wants(alert)
                    && found.Member == filter.FirstUnmatched(alert);
            },
            iter: SubscriptionSamples.Meetings);

    [Fact]
    public void Each_rule_comes_before_those_that_the_relay_applies_after_it()
    {
        var alert = Some.Alert() with { Areas = [] };
        var worst = Old with { Filter = Other, CreatedAt = Later, UpdatedAt = Later, Noise = new NotificationSettings { Silences = [All] } };
        var paused = Active with { Status = SubscriptionStatus.Paused, Since = Detected.AddDays(-2) };

        Assert.Equal(DeliveryRule.Snapshot, Rule(worst, alert with { IsSnapshot = true }, paused));
        Assert.Equal(DeliveryRule.Created, Rule(worst, alert, paused));
        Assert.Equal(DeliveryRule.Paused, Rule(worst with { CreatedAt = Old.CreatedAt }, alert, paused));
        Assert.Equal(DeliveryRule.Disabled, Rule(worst with { CreatedAt = Old.CreatedAt }, alert, paused with { Status = SubscriptionStatus.Disabled }));
        Assert.Equal(DeliveryRule.Unverified, Rule(worst with { CreatedAt = Old.CreatedAt }, alert, paused with { Status = SubscriptionStatus.Unverified }));
        Assert.Equal(DeliveryRule.Filter, Rule(worst with { CreatedAt = Old.CreatedAt }, alert, Active));
        Assert.Equal(DeliveryRule.Silence, Rule(worst with { CreatedAt = Old.CreatedAt, Filter = Filter.Everything }, alert, Active, Detected.AddMinutes(4)));
    }

    [Fact]
    public void While_the_alert_is_under_way_the_settings_say_what_will_be_recorded()
    {
        var soon = Detected.AddMinutes(1);
        var note = Some.Alert() with { Change = ChangeKind.Revised };
        var quiet = new NotificationSettings { QuietHours = new QuietHours(new TimeOnly(0, 0), new TimeOnly(6, 0), "UTC") };

        Assert.Equal(DeliveryRule.UnderWay, Rule(Old, note, Active, soon));
        Assert.Equal(DeliveryRule.Digest, Rule(Old with { Noise = new() { Digest = new Digest(DigestEvery.Hour) } }, note, Active, soon));
        Assert.Equal(DeliveryRule.GroupFor, Rule(Old with { Noise = new() { GroupFor = TimeSpan.FromHours(1) } }, note, Active, soon));
        var held = Unrecorded.Of(Old with { Noise = quiet }, note, Active, soon, LedgerFrom);
        Assert.Equal((DeliveryRule.QuietHours, new DateTimeOffset(2020, 1, 10, 6, 0, 0, TimeSpan.Zero)), (held.Rule, held.Until));
    }

    [Fact]
    public void What_no_rule_explains_was_changed_since_or_interrupted()
    {
        Assert.Equal(DeliveryRule.Interrupted, Rule(Old, Some.Alert(), Active));
        Assert.Equal(DeliveryRule.Changed, Rule(Old with { UpdatedAt = Later }, Some.Alert(), Active));
    }

    [Fact]
    public void Of_an_alert_older_than_the_ledger_only_a_filter_that_did_not_change_says_something()
    {
        var much = Detected.AddDays(40);
        DeliveryRule? Then(Subscription subscription) => Unrecorded.Of(subscription, Some.Alert(), Active, much, much.AddDays(-30)).Rule;

        Assert.Equal(DeliveryRule.Forgotten, Then(Old));
        Assert.Equal(DeliveryRule.Filter, Then(Old with { Filter = Other }));
        Assert.Equal(DeliveryRule.Forgotten, Then(Old with { Filter = Other, UpdatedAt = Later }));
    }

    [Fact]
    public void Of_an_alert_older_than_the_ledger_a_past_pause_says_nothing_because_it_may_have_been_sent_after_it()
    {
        var much = Detected.AddDays(40);
        var paused = Active with { Status = SubscriptionStatus.Paused, Since = Detected.AddDays(-2) };
        DeliveryRule? Then(Subscription subscription, bool isSnapshot = false) =>
            Unrecorded.Of(subscription, Some.Alert() with { IsSnapshot = isSnapshot }, paused, much, much.AddDays(-30)).Rule;

        Assert.Equal(DeliveryRule.Forgotten, Then(Old with { UpdatedAt = Later }));
        Assert.Equal(DeliveryRule.Forgotten, Then(Old, isSnapshot: true));
        Assert.Equal(DeliveryRule.Paused, Then(Old));
        Assert.Equal(DeliveryRule.Created, Then(Old with { CreatedAt = Later, UpdatedAt = Later }));
    }

    [Fact]
    public void An_event_of_the_subscription_itself_is_its_own()
    {
        var all = Old with { Filter = new Filter { Kinds = [EventKind.Subscription] } };
        var own = RelayEvents.New("sev_1", ":subscription", Detected) with
        {
            Subscription = new SubscriptionEvent(all.Tenant, all.Id, SubscriptionEventKind.Disabled),
        };

        Assert.Equal(DeliveryRule.OwnEvent, Rule(all, own, Active));
    }

    private static DeliveryRule? Rule(Subscription subscription, Alert alert, PastStatus then, DateTimeOffset? now = null) =>
        Unrecorded.Of(subscription, alert, then, now ?? Later, LedgerFrom).Rule;
}
