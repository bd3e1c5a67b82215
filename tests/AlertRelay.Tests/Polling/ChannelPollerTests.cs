using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Polling;

public sealed class ChannelPollerTests : IDisposable
{
    private static readonly (string, int)[] Calm = [("Iran", 3), ("Iraq", 3), ("France", 1), ("Japan", 1)];
    private static readonly (string, int)[] Tense = [("Iran", 4), ("Iraq", 3), ("France", 1), ("Japan", 1)];

    private readonly PollingTrial _trial = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Each_decision_is_reported_with_its_reason()
    {
        await _trial.Poll(Calm);
        var report = await _trial.Poll(Tense);

        Assert.Equal(["sent: raised"], report.Decided.Select(notice => notice.Reason));
        Assert.Equal(ChangeKind.Raised, Assert.Single(report.Alerts).Change);
    }

    [Fact]
    public async Task The_bytes_behind_what_is_told_and_what_is_held_are_kept_and_others_are_not()
    {
        await _trial.Poll(Calm);
        var unchanged = (await _trial.State()).Documents.Single().Value.Validators.Sha256!;
        var told = Assert.Single((await _trial.Poll(Tense)).Alerts);
        await _trial.Poll(Calm);
        var held = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values.Single(notice => notice.PendingChange is not null).PendingChange!;

        var proof = await _trial.Evidence.Find(told.Evidence.Sha256, Cancellation);
        Assert.Equal(Publisher.Feed(Tense), System.Text.Encoding.UTF8.GetString(proof!.Body.Span));
        Assert.NotNull(await _trial.Evidence.Find(held.Evidence.Sha256, Cancellation));
        Assert.Equal(unchanged, held.Evidence.Sha256);
    }

    [Fact]
    public async Task A_drop_is_told_with_the_document_that_showed_it_though_a_304_confirmed_it()
    {
        await _trial.Poll(Tense);
        await _trial.Poll(Calm);
        var report = await _trial.Poll();

        Assert.Equal(PollOutcome.Unchanged, report.Outcome);
        var lowered = Assert.Single(report.Alerts);
        Assert.Equal(ChangeKind.Lowered, lowered.Change);
        Assert.Equal(Publisher.Feed(Calm), System.Text.Encoding.UTF8.GetString((await _trial.Evidence.Find(lowered.Evidence.Sha256, Cancellation))!.Body.Span));
    }

    [Fact]
    public async Task A_withdrawal_is_proved_by_the_list_that_lacked_it_first()
    {
        (string, int)[] world = [.. Calm, ("Chad", 3), ("Fiji", 1), ("Cuba", 2), ("Peru", 2), ("Oman", 2), ("Laos", 2)];
        await _trial.Poll(world);
        var reports = new List<PollReport>();
        for (var poll = 0; poll < 8; poll++)
            reports.Add(await _trial.Poll([.. world.Where(item => item.Item1 != "France")]));

        var withdrawn = Assert.Single(reports.SelectMany(report => report.Alerts));
        Assert.Equal(ChangeKind.Withdrawn, withdrawn.Change);
        Assert.DoesNotContain(
            "France",
            System.Text.Encoding.UTF8.GetString((await _trial.Evidence.Find(withdrawn.Evidence.Sha256, Cancellation))!.Body.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_at_a_time_is_known_afterwards()
    {
        await _trial.Poll(Calm);
        var before = _trial.Time.GetUtcNow();
        await _trial.Poll(Tense);
        var key = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values.Single(notice => notice.LastNotified!.Level.Native == "4").Key;

        Assert.Equal("3", (await _trial.Store.VersionAt(_trial.Channel.Id, key, before, Cancellation))?.Notice.Level.Native);
        Assert.Null(await _trial.Store.VersionAt(_trial.Channel.Id, key, _trial.Time.GetUtcNow(), Cancellation));
    }

    [Fact]
    public async Task A_publisher_that_breaks_and_comes_back_is_told_of_apart_from_alerts()
    {
        await _trial.Poll(Calm);
        _trial.Publisher.Status = HttpStatusCode.ServiceUnavailable;
        var broken = new[] { await _trial.Poll(), await _trial.Poll(), await _trial.Poll(), await _trial.Poll() };
        _trial.Publisher.Status = HttpStatusCode.OK;
        var back = await _trial.Poll();

        Assert.All(broken, report => Assert.Empty(report.Alerts));
        Assert.Equal(HealthKind.Failing, Assert.Single(broken.SelectMany(report => report.HealthEvents)).Health);
        Assert.Equal(HealthKind.Recovered, Assert.Single(back.HealthEvents).Health);
        Assert.Empty((await _trial.Store.Outbox(10, Cancellation)));
    }

    [Fact]
    public async Task A_page_in_place_of_the_feed_is_another_shape_and_no_news()
    {
        await _trial.Poll(Calm);
        _trial.Publisher.Body = "<!doctype html><title>Just a moment...</title>";
        var reports = new[] { await _trial.Poll(), await _trial.Poll(), await _trial.Poll() };

        Assert.All(reports, report => Assert.Empty(report.Alerts));
        Assert.Equal(HealthKind.ShapeChanged, Assert.Single(reports.SelectMany(report => report.HealthEvents)).Health);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(400)]
    public async Task A_clock_that_is_off_is_told_of_and_nothing_else_is(int days)
    {
        await _trial.Poll(Calm);
        _trial.Publisher.Date = _trial.Time.GetUtcNow().AddDays(-days);
        var report = await _trial.Poll(Calm.Reverse().ToArray());

        Assert.Empty(report.Alerts);
        Assert.Equal(HealthKind.Clock, Assert.Single(report.HealthEvents).Health);
    }

    [Fact]
    public async Task A_rise_after_the_clock_was_set_back_is_told_and_so_is_the_clock()
    {
        await _trial.Poll(Calm);
        var ahead = await _trial.State();
        await _trial.Store.Commit(
            ahead with { LastPollAt = _trial.Time.GetUtcNow().AddDays(30), NextPollAt = _trial.Time.GetUtcNow().AddDays(31), Version = 2 },
            [],
            [],
            [],
            Cancellation);

        Assert.True(PollSchedule.Planned(_trial.Channel, await _trial.State(), _trial.Time.GetUtcNow()) <= _trial.Time.GetUtcNow());
        var report = await _trial.Poll(Tense);
        Assert.Equal(ChangeKind.Raised, Assert.Single(report.Alerts).Change);
        Assert.Equal(HealthKind.Clock, Assert.Single(report.HealthEvents).Health);
        Assert.Contains("the relay's clock went back by 30 days", Assert.Single(report.HealthEvents).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drop_that_a_clock_held_that_was_two_years_ahead_is_told_after_the_usual_time()
    {
        await _trial.Poll(Tense);
        var now = _trial.Time.GetUtcNow();
        _trial.Time.AdjustTime(now.AddYears(2));
        Assert.Empty((await _trial.Poll(Calm)).Alerts);
        _trial.Time.AdjustTime(now.AddMinutes(1));

        Assert.Empty((await _trial.Poll()).Alerts);
        var report = await _trial.Poll();

        Assert.Equal(ChangeKind.Lowered, Assert.Single(report.Alerts).Change);
        Assert.All(
            (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values,
            notice => Assert.True(!(notice.LastObservedAt > _trial.Time.GetUtcNow()) && notice.PendingChange is null));
        Assert.True((await _trial.State()).NextPollAt < _trial.Time.GetUtcNow().AddMinutes(20));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task What_left_a_window_is_forgotten_when_its_memory_ends(int seconds, bool known)
    {
        _trial.Channel = _trial.Channel with { Membership = Membership.Window };
        await _trial.Poll(Calm);
        await _trial.Poll(Calm[1..]);
        var left = _trial.Time.GetUtcNow();
        _trial.Publisher.Shows([.. Calm[2..], ("Peru", 1)]);
        _trial.Time.Advance(FlapMemory.MaxAge - TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(seconds));
        await _trial.Poll();

        var notices = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values;
        Assert.Equal(known, notices.Any(notice => notice.AbsentSince == left));
        Assert.Contains(notices, notice => notice.AbsentSince == _trial.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_poll_longer_than_its_interval_is_told_of_and_what_it_read_counts()
    {
        await _trial.Poll(Calm);
        _trial.Publisher.WhileAnswering = () => _trial.Time.Advance(TimeSpan.FromMinutes(20));
        var report = await _trial.Poll(Tense);

        Assert.Single(report.Alerts);
        Assert.Equal(HealthKind.Slow, Assert.Single(report.HealthEvents).Health);
    }

    [Fact]
    public async Task A_renamed_channel_goes_on_in_silence_and_tells_what_changes_then()
    {
        await _trial.Poll(Calm);
        _trial.Channel = _trial.Channel with { Id = "xx-renamed", PreviousIds = [_trial.Channel.Id] };

        Assert.Empty((await _trial.Poll(Calm)).Alerts);
        var raised = Assert.Single((await _trial.Poll(Tense)).Alerts);
        Assert.Equal(("xx-renamed", "3"), (raised.Channel, raised.PreviousLevel!.Native));
    }

    [Fact]
    public async Task Another_reading_of_the_same_documents_is_taken_over_in_silence()
    {
        await _trial.Poll(Calm);
        var levels = _trial.Channel.Levels.ToDictionary(
            level => level.Key, level => level.Value with { Severity = Severity.Extreme, Step = level.Value.Step + 10 });
        _trial.Channel = _trial.Channel with { Levels = levels };
        var many = Enumerable.Range(0, 40).Select(number => ($"Country {number}", 2)).ToArray();

        Assert.Empty((await _trial.Poll([.. Calm, .. many])).Alerts);
        Assert.False(_trial.Publisher.Conditional[^1]);
        Assert.Single((await _trial.Poll([.. Calm, .. many, ("Chad", 4)])).Alerts);
    }

    [Fact]
    public async Task A_true_rise_that_comes_with_another_reading_is_told()
    {
        await _trial.Poll(Calm);
        _trial.Channel = _trial.Channel with
        {
            Levels = _trial.Channel.Levels.ToDictionary(level => level.Key, level => level.Value with { Label = level.Value.Label + "!" }),
        };

        Assert.Equal(ChangeKind.Raised, Assert.Single((await _trial.Poll(Tense)).Alerts).Change);
    }

    [Fact]
    public async Task A_store_that_fails_at_any_write_loses_nothing_and_tells_nothing_twice()
    {
        for (var failing = 0; failing < 4; failing++)
        {
            using var trial = new PollingTrial();
            await trial.Poll(Calm);
            var (store, evidence) = (trial.Store, trial.Evidence);
            var faults = new FailingStores(store, evidence, failAt: failing);
            (trial.Store, trial.Evidence) = (faults, faults);
            var first = await Record.ExceptionAsync(() => trial.Poll(Tense));
            (trial.Store, trial.Evidence) = (store, evidence);
            var second = await trial.Poll();

            var left = await store.Outbox(10, Cancellation);
            Assert.Single(second.Alerts.Concat(left).Concat(first is null ? [faults.Committed!] : []).Select(alert => alert.Id).Distinct());
        }
    }
}
