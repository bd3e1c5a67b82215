using AlertRelay.Detection;
using AlertRelay.Polling;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>What every channel store must do. Each store inherits it and says how to open one.</summary>
public abstract class ChannelStoreContract
{
    private const string Channel = "uk-fcdo-travel";

    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract IChannelStore Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_never_polled_is_unknown_and_has_no_notices()
    {
        var store = Open();

        Assert.Null(await store.Find(Channel, Cancellation));
        Assert.Empty(await store.Notices(Channel, Cancellation));
        Assert.Empty(await store.All(Cancellation));
    }

    [Fact]
    public async Task Everything_comes_back_as_it_was_after_a_restart()
    {
        var state = Samples.ChannelState(Channel, 1);
        var notice = Samples.NoticeState("Ira‌n/ ' % \U0001F1EE", "text");
        Assert.True(await Open().Commit(state, [notice], [Samples.Alert("alr_1")], Cancellation));

        var store = Open();
        Assert.Equivalent(state, await store.Find(Channel, Cancellation), strict: true);
        Assert.Equivalent(new[] { notice }, (await store.Notices(Channel, Cancellation)).Values, strict: true);
        Assert.Equivalent(new[] { Samples.Alert("alr_1") }, await store.Outbox(10, Cancellation), strict: true);
    }

    [Fact]
    public async Task Any_notice_comes_back_as_it_was() => await Samples.AnyNoticeState.Array[1, 20].SampleAsync(
        async notices =>
        {
            var store = Open();
            var version = (await store.Find(Channel, Cancellation))?.Version ?? 0;
            var states = notices.Select((notice, i) => notice with { Key = $"{i}" }).ToList();
            Assert.True(await store.Commit(Samples.ChannelState(Channel, version + 1), states, [], Cancellation));

            var read = await store.Notices(Channel, Cancellation);
            foreach (var state in states)
                Assert.Equivalent(state, read[state.Key], strict: true);
        },
        iter: 20,
        threads: 1);

    [Fact]
    public async Task A_text_of_500_KB_that_does_not_compress_survives()
    {
        var text = Samples.LongText(500_000);
        var alert = Samples.Alert("alr_long") with { Text = text };
        await Open().Commit(Samples.ChannelState(Channel, 1), [Samples.NoticeState("iran", text)], [alert], Cancellation);

        var store = Open();
        Assert.Equal(text, (await store.Notices(Channel, Cancellation))["iran"].LastNotified?.Text);
        Assert.Equal(text, Assert.Single(await store.Outbox(1, Cancellation)).Text);
    }

    [Fact]
    public async Task A_forgotten_notice_is_gone_with_all_its_parts_and_the_others_stay()
    {
        await Open().Commit(
            Samples.ChannelState(Channel, 1),
            [Samples.NoticeState("iran", Samples.LongText(800_000)), Samples.NoticeState("iraq", "text")], [], Cancellation);
        await Open().Commit(Samples.ChannelState("other", 1), [Samples.NoticeState("iran", "other")], [], Cancellation);

        await Open().ForgetNotices(Channel, ["iran", "never"], Samples.Noon, Cancellation);

        Assert.Equal(["iraq"], (await Open().Notices(Channel, Cancellation)).Keys);
        Assert.Null(await Open().FindNotice(Channel, "iran", Cancellation));
        Assert.Equal(["iran"], (await Open().Notices("other", Cancellation)).Keys);
        Assert.True(await Open().Commit(Samples.ChannelState(Channel, 2), [Samples.NoticeState("iran", "new")], [], Cancellation));
        Assert.Equal("new", (await Open().FindNotice(Channel, "iran", Cancellation))?.LastNotified?.Text);
    }

    [Fact]
    public async Task A_commit_replaces_the_notices_it_names_and_leaves_the_others()
    {
        await Open().Commit(Samples.ChannelState(Channel, 1), [Samples.NoticeState("iran", "old"), Samples.NoticeState("iraq", "old")], [], Cancellation);
        await Open().Commit(Samples.ChannelState(Channel, 2), [Samples.NoticeState("iraq", "new")], [], Cancellation);
        await Open().Commit(Samples.ChannelState("other", 1), [Samples.NoticeState("iraq", "other")], [], Cancellation);

        var notices = await Open().Notices(Channel, Cancellation);
        Assert.Equal(["old", "new"], [notices["iran"].LastNotified?.Text, notices["iraq"].LastNotified?.Text]);
        Assert.Equal(["other", Channel], (await Open().All(Cancellation)).Select(state => state.Channel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_commit_from_any_other_version_than_the_stored_one_writes_nothing(int version)
    {
        var store = Open();
        await store.Commit(Samples.ChannelState(Channel, 1), [], [], Cancellation);
        await store.Commit(Samples.ChannelState(Channel, 2), [], [], Cancellation);

        Assert.False(await Open().Commit(Samples.ChannelState(Channel, version), [Samples.NoticeState("iran")], [Samples.Alert("alr_1")], Cancellation));

        Assert.Equal(2, (await store.Find(Channel, Cancellation))?.Version);
        Assert.Empty(await store.Notices(Channel, Cancellation));
        Assert.Empty(await store.Outbox(10, Cancellation));
    }

    [Fact]
    public async Task A_channel_begins_with_version_1() =>
        Assert.False(await Open().Commit(Samples.ChannelState(Channel, 2), [], [], Cancellation));

    [Fact]
    public async Task Of_forty_polls_that_race_one_wins_with_its_notices_and_its_alert()
    {
        var stores = new[] { Open(), Open(), Open(), Open() };
        var won = await Task.WhenAll(Enumerable.Range(0, 40).Select(racer => Task.Run(() => stores[racer % 4].Commit(
            Samples.ChannelState(Channel, 1) with { LastError = $"{racer}" },
            [Samples.NoticeState("iran", $"{racer}")],
            [Samples.Alert($"alr_{racer}")],
            Cancellation))));

        var winner = Assert.Single(Enumerable.Range(0, 40), racer => won[racer]);
        var store = Open();
        Assert.Equal($"{winner}", (await store.Find(Channel, Cancellation))?.LastError);
        Assert.Equal($"{winner}", (await store.Notices(Channel, Cancellation))["iran"].LastNotified?.Text);
        Assert.Equal($"alr_{winner}", Assert.Single(await store.Outbox(10, Cancellation)).Id);
    }

    [Fact]
    public async Task Whoever_reads_meanwhile_sees_a_commit_whole_or_not_at_all()
    {
        var writer = Open();
        var reader = Open();
        var writing = Task.Run(async () =>
        {
            for (var version = 1; version <= 30; version++)
                await writer.Commit(Samples.ChannelState(Channel, version), Three($"{version}"), [], Cancellation);
        }, Cancellation);

        while (!writing.IsCompleted)
        {
            var texts = (await reader.Notices(Channel, Cancellation)).Values.Select(notice => notice.LastNotified?.Text).Distinct();
            Assert.True(texts.Count() <= 1);
            await Task.Yield();
        }

        await writing;
    }

    [Fact]
    public async Task The_outbox_keeps_the_order_of_commit_over_channels()
    {
        await Open().Commit(Samples.ChannelState("b", 1), [], [Samples.Alert("alr_9"), Samples.Alert("alr_1")], Cancellation);
        await Open().Commit(Samples.ChannelState("a", 1), [], [Samples.Alert("alr_5")], Cancellation);
        await Open().Commit(Samples.ChannelState("b", 2), [], [Samples.Alert("alr_0")], Cancellation);

        Assert.Equal(["alr_9", "alr_1", "alr_5"], (await Open().Outbox(3, Cancellation)).Select(alert => alert.Id));
    }

    [Fact]
    public async Task What_was_published_leaves_the_outbox_and_clearing_twice_does_no_harm()
    {
        await Open().Commit(Samples.ChannelState(Channel, 1), [], [Samples.Alert("alr_1"), Samples.Alert("alr_2")], Cancellation);

        await Open().ClearOutbox(Samples.Alert("alr_1"), Cancellation);
        await Open().ClearOutbox(Samples.Alert("alr_1"), Cancellation);

        Assert.Equal("alr_2", Assert.Single(await Open().Outbox(10, Cancellation)).Id);
    }

    [Fact]
    public async Task One_notice_is_found_by_its_key_and_another_one_is_not()
    {
        var text = Samples.LongText(200_000);
        await Open().Commit(
            Samples.ChannelState(Channel, 1), [Samples.NoticeState("https://example.org/a?b=c", text), Samples.NoticeState("b")], [], Cancellation);

        Assert.Equal(text, (await Open().FindNotice(Channel, "https://example.org/a?b=c", Cancellation))?.LastNotified?.Text);
        Assert.Null(await Open().FindNotice(Channel, "c", Cancellation));
        Assert.Null(await Open().FindNotice("other", "b", Cancellation));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "first")]
    [InlineData(59, "first")]
    [InlineData(60, "second")]
    [InlineData(119, "second")]
    [InlineData(120, null)]
    public async Task What_a_notice_was_at_a_time_is_found_from_its_begin_until_it_was_replaced(int minute, string? text)
    {
        await Open().Commit(Samples.ChannelState(Channel, 1), [], [], [Version("iran", "first", 0, 60), Version("iraq", "other", 0, 500)], Cancellation);
        await Open().Commit(Samples.ChannelState(Channel, 2), [], [], [Version("iran", "second", 60, 120)], Cancellation);

        Assert.Equal(text, (await Open().VersionAt(Channel, "iran", Samples.Noon.AddMinutes(minute), Cancellation))?.Notice.Text);
    }

    [Fact]
    public async Task A_version_of_a_long_text_survives_and_old_versions_are_forgotten()
    {
        var text = Samples.LongText(900_000);
        await Open().Commit(Samples.ChannelState(Channel, 1), [], [], [Version("iran", text, 0, 60), Version("iran", "later", 60, 120)], Cancellation);
        Assert.Equal(text, (await Open().VersionAt(Channel, "iran", Samples.Noon, Cancellation))?.Notice.Text);

        Assert.Equal(1, await Open().ForgetVersions(Samples.Noon.AddMinutes(90), Cancellation));

        Assert.Null(await Open().VersionAt(Channel, "iran", Samples.Noon, Cancellation));
        Assert.Equal("later", (await Open().VersionAt(Channel, "iran", Samples.Noon.AddMinutes(60), Cancellation))?.Notice.Text);
    }

    [Fact]
    public async Task What_notices_state_about_countries_is_found_by_country_now_and_in_the_past()
    {
        await Open().Commit(
            Samples.ChannelState(Channel, 1), [], [], [], [Level("IR", "iran", "a"), Level("IQ", "iraq", "b"), Level("IR", "region", "c")], Cancellation);
        await Open().Commit(
            Samples.ChannelState(Channel, 2), [], [], [], [Level("IR", "iran", "d", 60), Level("IR", "iran", "a", 0, 60), Level("IQ", "iraq", "b", 0, 61)],
            Cancellation);
        await Open().Commit(Samples.ChannelState("other", 1), [], [], [], [Level("IR", "iran", "other")], Cancellation);

        Assert.Equal(["c", "d"], Natives(await Open().Levels(Channel, "IR", Cancellation)));
        Assert.Equal(["b", "c", "d"], Natives(await Open().Levels(Channel, null, Cancellation)));
        Assert.Empty(await Open().Levels(Channel, "I", Cancellation));
        Assert.Equal(["a"], Natives(await Open().PastLevels(Channel, "IR", Samples.Noon.AddMinutes(60).AddTicks(-1), Cancellation)));
        Assert.Empty(await Open().PastLevels(Channel, "IR", Samples.Noon.AddMinutes(60), Cancellation));
        Assert.Equal(["b"], Natives(await Open().PastLevels(Channel, null, Samples.Noon.AddMinutes(60), Cancellation)));

        await Open().ForgetVersions(Samples.Noon.AddMinutes(61), Cancellation);
        Assert.Equal(["b"], Natives(await Open().PastLevels(Channel, null, Samples.Noon, Cancellation)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(120)]
    public async Task A_forgotten_notice_states_nothing_any_more_and_what_it_stated_has_ended(int countries)
    {
        var codes = Enumerable.Range(0, countries).Select(number => $"{(char)('A' + (number / 26))}{(char)('A' + (number % 26))}").ToList();
        LevelPeriod[] levels =
        [
            .. codes.Select(code => Level(code, "iran", "a")), Level("ZW", "iran", "none") with { Level = null }, Level("ZZ", "iran", "later", from: 60),
            Level("AA", "iraq", "b"),
        ];
        await Open().Commit(
            Samples.ChannelState(Channel, 1), [Samples.NoticeState("iran"), Samples.NoticeState("iraq")], [], [], [.. levels], Cancellation);

        await Open().ForgetNotices(Channel, ["iran"], Samples.Noon.AddMinutes(60), Cancellation);
        await Open().ForgetNotices(Channel, ["iran"], Samples.Noon.AddMinutes(61), Cancellation);

        Assert.Equal(["iraq"], (await Open().Levels(Channel, null, Cancellation)).Select(period => period.Key));
        Assert.Null(await Open().FindNotice(Channel, "iran", Cancellation));
        var past = await Open().PastLevels(Channel, null, Samples.Noon, Cancellation);
        Assert.Equal([.. codes, "ZW"], past.Select(period => period.Country).Order());
        Assert.All(past, period => Assert.Equal(("iran", Samples.Noon.AddMinutes(60)), (period.Key, period.Until)));
        Assert.Equal(countries, past.Count(period => period.Level is not null));
    }

    [Fact]
    public async Task A_level_that_cannot_be_read_goes_with_its_notice_and_keeps_no_other_from_ending()
    {
        await Open().Commit(
            Samples.ChannelState(Channel, 1), [Samples.NoticeState("iran"), Samples.NoticeState("iraq")], [], [],
            [Level("IR", "iran", "a"), Level("IQ", "iran", "a"), Level("IQ", "iraq", "b")], Cancellation);
        await DamageLevel(Channel, "IR", "iran");

        await Open().ForgetNotices(Channel, ["iran"], Samples.Noon.AddMinutes(60), Cancellation);

        Assert.Null(await Open().FindNotice(Channel, "iran", Cancellation));
        Assert.Equal("iraq", Assert.Single(await Open().Levels(Channel, null, Cancellation)).Key);
        var ended = Assert.Single(await Open().PastLevels(Channel, null, Samples.Noon, Cancellation));
        Assert.Equal(("IQ", "iran"), (ended.Country, ended.Key));
    }

    /// <summary>A present one.</summary>
    protected abstract Task DamageLevel(string channel, string country, string key);

    private static LevelPeriod Level(string country, string key, string native, int from = 0, int? until = null) => new()
    {
        Country = country,
        Key = key,
        Level = new AlertRelay.Alerts.Level(native, native, AlertRelay.Alerts.Severity.Severe),
        From = Samples.Noon.AddMinutes(from),
        Until = until is { } end ? Samples.Noon.AddMinutes(end) : null,
        Title = native,
        Link = new Uri("https://example.org/"),
    };

    private static IEnumerable<string?> Natives(IEnumerable<LevelPeriod> periods) => periods.Select(period => period.Level?.Native).Order();

    [Fact]
    public async Task A_cancelled_commit_writes_nothing()
    {
        var store = Open();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Commit(Samples.ChannelState(Channel, 1), [], [], cancelled));

        Assert.Null(await store.Find(Channel, Cancellation));
    }

    private static NoticeVersion Version(string key, string text, int from, int until) =>
        new(Samples.Notice(key, text), Samples.Noon.AddMinutes(from), Samples.Noon.AddMinutes(until));

    private static List<NoticeState> Three(string text) => [Samples.NoticeState("a", text), Samples.NoticeState("b", text), Samples.NoticeState("c", text)];
}
