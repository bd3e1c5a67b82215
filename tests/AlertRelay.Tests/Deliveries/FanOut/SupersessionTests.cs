using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

/// <summary>A receiver's latest message about a notice is the current one.</summary>
public sealed class SupersessionTests : IDisposable
{
    private const string Subscriber = "sub_000001";

    private static readonly NotificationSettings Quiet = new() { QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "UTC") };

    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    [InlineData("pagerduty")]
    [InlineData("ntfy")]
    public async Task What_quiet_hours_held_back_is_not_sent_after_a_newer_alert_of_the_notice(string format)
    {
        await using var receiver = await Receiver.Start(Accepting(format));
        await Subscribe(receiver, format, Quiet);

        await _relay.SendEverything(Lowered(2));
        Assert.Empty(receiver.Received);
        _relay.Clock.Advance(TimeSpan.FromHours(1));
        await _relay.SendEverything(Raised(3));
        await RunUntil("07:00");

        Assert.Single(receiver.Received);
        Assert.Equal(DeliveryStatus.Delivered, Of(3).Status);
        Assert.Equal((DeliveryStatus.Superseded, Raised(3).Id, 0), (Of(2).Status, Of(2).SupersededBy, Of(2).Attempts));
    }

    [Fact]
    public async Task What_is_held_back_twice_comes_in_order_to_a_webhook_and_a_chat_gets_its_net_change()
    {
        await using var receiver = await Receiver.Start(Accepting("slack"));
        await Subscribe(receiver, "webhook", Quiet);
        await _relay.Subscribe(Some.Subscription(receiver.At("/chat"), 2) with { Format = "slack", Noise = Quiet });

        await _relay.SendEverything(Revised(2));
        _relay.Clock.Advance(TimeSpan.FromHours(1));
        await _relay.SendEverything(Lowered(3));
        await RunUntil("07:00");

        Assert.Equal([Revised(2).Id, Lowered(3).Id], Ids(receiver, "/"));
        Assert.Equal(["1", "2"], receiver.Received.Where(received => received.Path == "/").Select(received => received.Header("webhook-sequence")));
        var chat = Assert.Single(receiver.Received, received => received.Path == "/chat");
        var text = JsonNode.Parse(chat.Body)!["text"]!.GetValue<string>();
        Assert.Contains(
            "revised (2020-01-10 00:50 UTC), then lowered to Reconsider your need to travel (2020-01-10 01:50 UTC)", text, StringComparison.Ordinal);
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id), (Of(2, 2).Status, Of(2, 2).SupersededBy));
        Assert.Equal(DeliveryStatus.Delivered, Of(3, 2).Status);
    }

    [Fact]
    public async Task A_chats_late_retry_is_skipped_once_a_newer_alert_has_arrived()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "slack");
        await _relay.SendEverything(Raised(2));

        receiver.Answer = Accepting("slack");
        await _relay.SendEverything(Lowered(3));
        _relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(2, receiver.Received.Count);
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id, 1), (Of(2).Status, Of(2).SupersededBy, Of(2).Attempts));
    }

    [Theory]
    [InlineData("slack")]
    [InlineData("pagerduty")]
    public async Task A_late_retry_of_a_cluster_is_skipped_once_its_newer_alert_has_arrived(string format)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, format);
        await _relay.Subscriptions.Update(
            _relay.Subscriptions[Subscriber] with { Filter = new Filter { Kinds = [EventKind.Cluster] }, Version = 2 }, CancellationToken.None);
        await _relay.SendEverything(OfCluster(1, ChangeKind.Issued));

        receiver.Answer = Accepting(format);
        await _relay.SendEverything(OfCluster(2, ChangeKind.Withdrawn));
        _relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(2, receiver.Received.Count);
        var first = await _relay.Deliveries.OfAlert(OfCluster(1, ChangeKind.Issued).Id, [Subscriber], CancellationToken.None);
        Assert.Equal((DeliveryStatus.Superseded, OfCluster(2, ChangeKind.Withdrawn).Id), (first[Subscriber].Status, first[Subscriber].SupersededBy));
        Assert.Equal(format == "pagerduty", Text(receiver.Received.Last()).Contains("\"event_action\":\"resolve\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_webhook_gets_what_failed_before_the_newer_alert_in_order()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);

        receiver.Answer = null;
        await _relay.SendEverything(Lowered(3));

        Assert.Equal([Raised(2).Id, Raised(2).Id, Raised(2).Id, Lowered(3).Id], Ids(receiver, "/"));
        Assert.Equal((DeliveryStatus.Delivered, DeliveryStatus.Delivered), (Of(2).Status, Of(3).Status));
        Assert.Equal((1, 2), (Of(2).Sequence, Of(3).Sequence));
    }

    [Fact]
    public async Task When_both_were_refused_whichever_is_due_first_brings_the_other_along()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        await _relay.SendEverything(Lowered(3));

        receiver.Answer = null;
        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal([Raised(2).Id, Raised(2).Id, Lowered(3).Id, Raised(2).Id, Lowered(3).Id], Ids(receiver, "/"));
        Assert.Equal((DeliveryStatus.Delivered, DeliveryStatus.Delivered), (Of(2).Status, Of(3).Status));
    }

    // The clock moves on with every look at it, so that at one of these moments a pause ends between the two messages.
    [Fact]
    public async Task A_message_that_must_wait_holds_back_the_newer_one_of_its_notice()
    {
        var outcomes = new HashSet<string>();
        for (var moment = 0; moment < 30; moment++)
        {
            using var tests = new SupersessionTests();
            outcomes.Add(await tests.SentWhileAPauseEnds(moment));
        }

        Assert.Equal(["", $"{Raised(2).Id} {Lowered(3).Id}"], outcomes.Order(StringComparer.Ordinal));
    }

    private async Task<string> SentWhileAPauseEnds(int moment)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(503, "10"));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        var pauseEnds = Of(2).NextAttemptAt!.Value;
        await _relay.SendEverything(Lowered(3));
        foreach (var revision in (int[])[2, 3])
            await _relay.Deliveries.Save(Of(revision).Postponed(Some.Time, Some.Time), CancellationToken.None);

        receiver.Answer = null;
        receiver.Received.Clear();
        _relay.Clock.SetUtcNow(pauseEnds - (moment * TimeSpan.FromMilliseconds(100)));
        _relay.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(100);
        await _relay.Worker.RunOnce(CancellationToken.None);

        return string.Join(' ', Ids(receiver, "/"));
    }

    [Fact]
    public async Task Nothing_older_follows_a_newer_alert_that_may_have_arrived_though_its_answer_did_not()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        await _relay.SendEverything(Lowered(3));
        await _relay.Deliveries.Record(
            [(Of(3), new Attempt(Lowered(3).Id, Subscriber, 2, _relay.Clock.GetUtcNow(), TimeSpan.FromSeconds(15), null, DeliveryError.Timeout, null))],
            CancellationToken.None);

        receiver.Answer = null;
        var before = receiver.Received.Count;
        await _relay.Deliveries.Save(Of(2).Postponed(Some.Time.AddSeconds(3), Some.Time), CancellationToken.None);
        _relay.Clock.Advance(TimeSpan.FromSeconds(3));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(before, receiver.Received.Count);
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id), (Of(2).Status, Of(2).SupersededBy));
    }

    [Fact]
    public async Task After_a_crash_nothing_older_goes_before_an_alert_that_has_its_number_and_so_may_have_arrived()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        await _relay.Deliveries.Number(Lowered(3).Id, [Subscriber], CancellationToken.None);

        receiver.Answer = null;
        await _relay.SendEverything(Lowered(3));
        Assert.Equal([Raised(2).Id, Lowered(3).Id], Ids(receiver, "/"));

        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal(2, receiver.Received.Count);
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id), (Of(2).Status, Of(2).SupersededBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_failed_before_an_alert_that_may_have_arrived_is_not_brought_along_by_the_next_one(bool isRecorded)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        await _relay.Deliveries.Number(Lowered(3).Id, [Subscriber], CancellationToken.None);
        receiver.Answer = isRecorded ? null : Receiver.Saying(500);
        await _relay.SendEverything(Lowered(3));
        if (!isRecorded)
            await _relay.Deliveries.Save(Of(3) with { IsInterrupted = true }, CancellationToken.None);

        receiver.Answer = null;
        receiver.Received.Clear();
        await _relay.SendEverything(Raised(4));

        Assert.Equal(isRecorded ? [Raised(4).Id] : [Lowered(3).Id, Raised(4).Id], Ids(receiver, "/"));
        _relay.Clock.Advance(TimeSpan.FromHours(1));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal(DeliveryStatus.Superseded, Of(2).Status);
    }

    [Fact]
    public async Task Of_two_that_were_held_back_the_older_gets_the_lower_number_whoever_else_gets_the_newer()
    {
        await using var receiver = await Receiver.Start();
        await _relay.Subscribe(Some.Subscription(receiver.At("/lowered"), 2) with { Filter = new Filter { Changes = [ChangeKind.Lowered] }, Noise = Quiet });
        await _relay.Subscribe(Some.Subscription(receiver.At("/all"), 3) with { Noise = Quiet });
        await _relay.SendEverything(Revised(2));
        await _relay.SendEverything(Lowered(3));
        await RunUntil("07:00");

        Assert.Equal([Revised(2).Id, Lowered(3).Id], Ids(receiver, "/all"));
        Assert.Equal((1L, 2L, 1L), (Of(2, 3).Sequence, Of(3, 3).Sequence, Of(3, 2).Sequence));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_held_back_is_not_sent_with_a_later_number_than_a_newer_alert_that_was_refused(bool areDueTogether)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook", Quiet);
        await _relay.SendEverything(Lowered(3));
        await _relay.SendEverything(Raised(4));
        if (!areDueTogether)
            await _relay.Deliveries.Save(Of(4).Postponed(Of(3).NextAttemptAt!.Value.AddHours(1), Some.Time), CancellationToken.None);

        receiver.Answer = null;
        await RunUntil("07:00");
        await RunUntil("08:00");

        Assert.Equal([Raised(4).Id, Raised(4).Id], Ids(receiver, "/"));
        Assert.Equal((DeliveryStatus.Superseded, 1L), (Of(3).Status, Of(4).Sequence));
    }

    [Fact]
    public async Task After_a_crash_nothing_older_goes_before_a_retry_whose_lease_ended_without_a_record()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(receiver, "webhook");
        await _relay.SendEverything(Raised(2));
        await _relay.SendEverything(Lowered(3));
        _relay.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, (await _relay.Deliveries.TakeDue(_relay.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, CancellationToken.None)).Count);

        receiver.Answer = null;
        _relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal([Raised(2).Id, Raised(2).Id, Lowered(3).Id, Lowered(3).Id], Ids(receiver, "/"));
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id), (Of(2).Status, Of(2).SupersededBy));
    }

    [Fact]
    public async Task A_newer_alert_waits_for_the_one_that_is_being_sent_at_the_moment()
    {
        await using var receiver = await Receiver.Start();
        await Subscribe(receiver, "webhook");
        await _relay.Publisher.Publish(Raised(2), CancellationToken.None);
        Assert.True(_relay.Queue.Pages.TryDequeue(out var late));

        await _relay.SendEverything(Lowered(3));
        Assert.Empty(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, 0), (Of(3).Status, Of(3).Attempts));

        await _relay.Dispatcher.SendBatch(late!, CancellationToken.None);
        _relay.Clock.Advance(TimeSpan.FromSeconds(1));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal([Raised(2).Id, Lowered(3).Id], Ids(receiver, "/"));
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public async Task An_alert_without_a_record_is_waited_for_five_minutes(int age, bool waits)
    {
        await using var receiver = await Receiver.Start();
        await Subscribe(receiver, "webhook");
        await _relay.Alerts.Append(Raised(2), CancellationToken.None);

        _relay.Clock.Advance(TimeSpan.FromSeconds(age));
        await _relay.SendEverything(Lowered(3));

        Assert.Equal(waits ? [] : [Lowered(3).Id], Ids(receiver, "/"));
    }

    [Fact]
    public async Task A_batch_that_comes_after_a_newer_alert_was_sent_is_superseded()
    {
        await using var receiver = await Receiver.Start();
        await Subscribe(receiver, "webhook");
        await _relay.Publisher.Publish(Raised(2), CancellationToken.None);
        Assert.True(_relay.Queue.Pages.TryDequeue(out var late));
        _relay.Clock.Advance(TimeSpan.FromMinutes(10));
        await _relay.SendEverything(Lowered(3));

        await _relay.Dispatcher.SendBatch(late!, CancellationToken.None);

        Assert.Equal([Lowered(3).Id], Ids(receiver, "/"));
        Assert.Equal((DeliveryStatus.Superseded, Lowered(3).Id), (Of(2).Status, Of(2).SupersededBy));
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    [InlineData("ntfy")]
    [InlineData("telegram")]
    public async Task What_a_person_asks_for_is_sent_though_outdated_and_says_so(string format)
    {
        await using var receiver = await Receiver.Start(Accepting(format));
        await Subscribe(receiver, format, Quiet);
        await _relay.SendEverything(Lowered(2));
        await _relay.SendEverything(Raised(3));
        await RunUntil("07:00");

        await _relay.Deliveries.Save(Of(2).Requested(_relay.Clock.GetUtcNow()), CancellationToken.None);
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(2, receiver.Received.Count);
        Assert.Contains($"sent again; superseded by {Raised(3).Id}", Text(receiver.Received.Last()), StringComparison.Ordinal);
        Assert.Null(receiver.Received.Last().Header("webhook-sequence"));
        Assert.Equal((DeliveryStatus.Delivered, Raised(3).Id, false), (Of(2).Status, Of(2).SupersededBy, Of(2).IsRequested));
    }

    [Fact]
    public async Task An_incident_is_never_changed_by_an_outdated_alert_whoever_asks()
    {
        await using var receiver = await Receiver.Start(Accepting("pagerduty"));
        await Subscribe(receiver, "pagerduty", Quiet);
        await _relay.SendEverything(Lowered(2));
        await _relay.SendEverything(Raised(3));
        await RunUntil("07:00");

        await _relay.Deliveries.Save(Of(2).Requested(_relay.Clock.GetUtcNow()), CancellationToken.None);
        await _relay.Worker.RunOnce(CancellationToken.None);

        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Superseded, "a newer alert decides the incident's state, so this one is not sent again"), (Of(2).Status, Of(2).Reason));
    }

    [Theory]
    [InlineData("silence", "silenced until 2020-01-11 00:00 UTC: exercise")]
    [InlineData("filter", "the subscription's filter no longer matches it")]
    public async Task What_was_held_back_is_looked_at_again_before_it_is_sent(string changed, string reason)
    {
        await using var receiver = await Receiver.Start();
        await Subscribe(receiver, "webhook", Quiet);
        await _relay.SendEverything(Lowered(2));

        var subscription = _relay.Subscriptions[Subscriber];
        Silence[] exercise = [new Silence(Filter.Everything, new DateTimeOffset(2020, 1, 11, 0, 0, 0, TimeSpan.Zero), "exercise")];
        await _relay.Subscriptions.Update(
            changed == "silence"
                ? subscription with { Noise = Quiet with { Silences = exercise }, Version = subscription.Version + 1 }
                : subscription with { Filter = new Filter { Countries = ["FR"] }, Version = subscription.Version + 1 },
            CancellationToken.None);
        await RunUntil("07:00");

        Assert.Empty(receiver.Received);
        Assert.Equal((DeliveryStatus.Silenced, reason), (Of(2).Status, Of(2).Reason));
    }

    private static Alert Raised(int revision) => Change(revision, ChangeKind.Raised, new Level("4", "Do not travel", Severity.Extreme, Step: 4));

    private static Alert Lowered(int revision) =>
        Change(revision, ChangeKind.Lowered, new Level("3", "Reconsider your need to travel", Severity.Severe, Step: 3));

    private static Alert Revised(int revision) => Change(revision, ChangeKind.Revised, new Level("4", "Do not travel", Severity.Extreme, Step: 4));

    // An hour for each revision, so that the steps of a message have different times.
    private static Alert Change(int revision, ChangeKind change, Level level) => Some.Alert(IdOf(revision)) with
    {
        Revision = revision,
        Change = change,
        Level = level,
        DetectedAt = Some.Time.AddHours(change == ChangeKind.Lowered && revision == 3 ? 1 : 0),
        References = [.. Enumerable.Range(1, revision - 1).Select(IdOf)],
    };

    private static Alert OfCluster(int revision, ChangeKind change) => Raised(revision) with
    {
        Id = AlertId.Of(Cluster.ChannelId, "IQ:a", revision),
        Channel = Cluster.ChannelId,
        Key = "IQ:a",
        Change = change,
        Cluster = new Cluster(Some.Time, []),
        References = [.. Enumerable.Range(1, revision - 1).Select(earlier => AlertId.Of(Cluster.ChannelId, "IQ:a", earlier))],
    };

    private static string IdOf(int revision) => AlertId.Of("xx-ministry-travel", "atlantis", revision);

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Accepting(string format) => Reply.InOrder(format switch
    {
        "slack" => new Reply(200, "ok"),
        "pagerduty" => new Reply(202, """{"status":"success"}"""),
        "telegram" => new Reply(200, """{"ok":true,"result":{"message_id":7}}"""),
        _ => new Reply(200, """{"id":"a"}"""),
    });

    private Task Subscribe(Receiver receiver, string format, NotificationSettings? noise = null) => _relay.Subscribe(
        Some.Subscription(receiver.At(format switch
        {
            "pagerduty" => "/v2/enqueue?routing_key=k",
            "telegram" => "/bot1:a/sendMessage?chat_id=5",
            "slack" => "/services/T/B/x",
            _ => "/",
        })) with
        { Format = format, Noise = noise ?? NotificationSettings.None });

    private async Task RunUntil(string time)
    {
        _relay.Clock.SetUtcNow(new DateTimeOffset(Some.Time.Date, TimeSpan.Zero) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        while (await _relay.Worker.RunOnce(CancellationToken.None) > 0) { }
    }

    private AlertRelay.Deliveries.Delivery Of(int revision, int subscriber = 1) => _relay.Deliveries[IdOf(revision), $"sub_{subscriber:D6}"]!;

    private static IEnumerable<string?> Ids(Receiver receiver, string path) =>
        receiver.Received.Where(received => received.Path == path).Select(received => received.Header("webhook-id"));

    private static string Text(Received received) => System.Text.Encoding.UTF8.GetString(received.Body).Replace("\\", "", StringComparison.Ordinal);
}
