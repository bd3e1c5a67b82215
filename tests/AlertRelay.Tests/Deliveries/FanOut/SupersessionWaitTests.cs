using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

/// <summary>Which alerts of a notice wait for each other, and which do not.</summary>
public sealed class SupersessionWaitTests : IDisposable
{
    private const string Subscriber = "sub_000001";

    private static readonly DateTimeOffset Later = Some.Time.AddMinutes(1);

    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    // Chats have no numbers, so nobody knows whether a crash came after their first attempt.
    [Theory]
    [InlineData("webhook", false)]
    [InlineData("slack", true)]
    public async Task A_newer_alert_waits_while_another_worker_retries_the_older_one(string format, bool mayHaveArrived)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, format);
        await _relay.SendEverything(Change(2));
        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(await _relay.Deliveries.TakeDue(_relay.Clock.GetUtcNow(), TimeSpan.FromMinutes(2), 10, CancellationToken.None));

        await _relay.SendEverything(Change(3));

        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, 0, mayHaveArrived), (Of(3).Status, Of(3).Attempts, Of(3).IsInterrupted));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("changed since", 2)]
    [InlineData("another filter", 2)]
    public async Task A_retry_waits_for_the_record_of_a_newer_alert_that_goes_to_the_same_receiver(string subscription, int posts)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Change(2));
        await _relay.Alerts.Append(Change(3), CancellationToken.None);
        var known = _relay.Subscriptions[Subscriber];
        await _relay.Subscriptions.Update(
            known with
            {
                Version = known.Version + 1,
                UpdatedAt = subscription == "changed since" ? Later.AddTicks(1) : known.UpdatedAt,
                Filter = subscription == "another filter" ? new Filter { Changes = [ChangeKind.Raised] } : known.Filter,
            },
            CancellationToken.None);

        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(posts, receiver.Received.Count);
        Assert.Equal(DeliveryStatus.Pending, Of(2).Status);
    }

    [Fact]
    public async Task A_late_first_attempt_waits_for_a_newer_alert_that_is_being_sent()
    {
        await using var receiver = await Receiver.Start();
        await Subscribe(receiver, "webhook");
        await _relay.Publisher.Publish(Change(2), CancellationToken.None);
        Assert.True(_relay.Queue.Pages.TryDequeue(out var late));
        _relay.Clock.SetUtcNow(Some.Time + Supersession.MaxUnrecorded);
        await _relay.Alerts.Append(Change(3), CancellationToken.None);

        await _relay.Dispatcher.SendBatch(late!, CancellationToken.None);

        Assert.Empty(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, 0), (Of(2).Status, Of(2).Attempts));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task What_failed_waits_when_another_worker_has_just_taken_another_alert_of_the_notice(int takenElsewhere)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        foreach (var revision in (int[])[2, 3, 4])
            await _relay.SendEverything(Change(revision));
        _relay.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = _relay.Clock.GetUtcNow();
        await _relay.Deliveries.Save(Of(3).Postponed(now, now), CancellationToken.None);
        _relay.Deliveries.TakenElsewhere = IdOf(takenElsewhere);

        receiver.Answer = null;
        receiver.Received.Clear();
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Empty(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, now + TimeSpan.FromSeconds(1)), (Of(3).Status, Of(3).NextAttemptAt));
        Assert.All((int[])[2, 3, 4], revision => Assert.Null(Of(revision).LeasedUntil));
    }

    [Fact]
    public async Task What_is_released_because_another_one_could_not_be_taken_is_still_known_to_have_been_interrupted()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        foreach (var revision in (int[])[2, 3, 4])
            await _relay.SendEverything(Change(revision));
        Assert.True(await _relay.Deliveries.Take(IdOf(2), Of(2).SubscriptionId, _relay.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), CancellationToken.None));
        _relay.Clock.Advance(TimeSpan.FromSeconds(2));
        await _relay.Deliveries.Save(Of(3).Postponed(_relay.Clock.GetUtcNow(), _relay.Clock.GetUtcNow()), CancellationToken.None);
        _relay.Deliveries.TakenElsewhere = IdOf(4);

        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal((true, null), (Of(2).IsInterrupted, Of(2).LeasedUntil));
    }

    [Fact]
    public async Task What_is_brought_along_is_counted_for_its_tenant()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Change(2));
        _relay.Clock.Advance(TimeSpan.FromMinutes(6));

        receiver.Answer = null;
        receiver.Received.Clear();
        await _relay.SendEverything(Change(3));

        Assert.Equal(2, receiver.Received.Count);
        Assert.Equal(Of(3).Tenant, Of(2).Tenant);
        Assert.NotNull(Of(2).Tenant);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    public async Task What_is_older_than_all_retries_is_not_brought_along(int ticks, int posts)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Change(2));

        _relay.Clock.SetUtcNow(Some.Time + RetrySchedule.MaxDeferral + TimeSpan.FromHours(1) + TimeSpan.FromTicks(ticks));
        await _relay.SendEverything(Change(3) with { DetectedAt = _relay.Clock.GetUtcNow() });

        Assert.Equal(posts, receiver.Received.Count);
    }

    [Fact]
    public async Task A_health_event_is_superseded_by_its_own_end_and_by_no_other_problem()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "slack", new Filter { Kinds = [EventKind.Health] });
        // Slack takes one message a second.
        await _relay.SendEverything(Health(1, HealthKind.Failing));
        _relay.Clock.Advance(TimeSpan.FromSeconds(1));
        await _relay.SendEverything(Health(2, HealthKind.Silent));
        _relay.Clock.Advance(TimeSpan.FromSeconds(1));
        receiver.Answer = Reply.InOrder(new Reply(200, "ok"));
        await _relay.SendEverything(Health(3, HealthKind.Recovered, ends: 1));
        Assert.Equal(DeliveryStatus.Delivered, OfHealth(3).Status);

        for (var second = 0; second < 60; second++)
        {
            _relay.Clock.Advance(TimeSpan.FromSeconds(1));
            await _relay.Worker.RunOnce(CancellationToken.None);
        }

        Assert.Equal((DeliveryStatus.Superseded, HealthId(3)), (OfHealth(1).Status, OfHealth(1).SupersededBy));
        Assert.Equal((DeliveryStatus.Delivered, null), (OfHealth(2).Status, OfHealth(2).SupersededBy));
    }

    private Task Subscribe(Receiver receiver, string format, Filter? filter = null) => _relay.Subscribe(
        Some.Subscription(receiver.At("/")) with { Format = format, Filter = filter ?? Filter.Everything });

    private static Alert Change(int revision) => Some.Alert(IdOf(revision)) with
    {
        Revision = revision,
        Change = revision == 2 ? ChangeKind.Raised : ChangeKind.Lowered,
        DetectedAt = revision == 2 ? Some.Time : Later,
        References = [.. Enumerable.Range(1, revision - 1).Select(IdOf)],
    };

    private static Alert Health(int number, HealthKind kind, int? ends = null) => Some.Alert(HealthId(number)) with
    {
        Key = ":health",
        Revision = number,
        Health = kind,
        Change = ends is null ? ChangeKind.Issued : ChangeKind.Withdrawn,
        References = ends is { } ended ? [HealthId(ended)] : [],
    };

    private AlertRelay.Deliveries.Delivery Of(int revision) => _relay.Deliveries[IdOf(revision), Subscriber]!;

    private AlertRelay.Deliveries.Delivery OfHealth(int number) => _relay.Deliveries[HealthId(number), Subscriber]!;

    private static string IdOf(int revision) => AlertId.Of("xx-ministry-travel", "atlantis", revision);

    private static string HealthId(int number) => AlertId.Of("xx-ministry-travel", ":health", number);
}
