using AlertRelay.Alerts;
using AlertRelay.Storage;

namespace AlertRelay.Tests.Storage;

/// <summary>What every alert history must do. Each store inherits it and says how to open one.</summary>
public abstract class AlertStoreContract
{
    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract IAlertStore Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, AlertQuery> Queries => new()
    {
        { "cve iran iraq statement ulster", new AlertQuery() },
        { "iran iraq ulster", new AlertQuery { Channels = ["uk-fcdo-travel"] } },
        { "cve iran iraq ulster", new AlertQuery { Channels = ["uk-fcdo-travel", "us-cisa-kev"] } },
        { "cve", new AlertQuery { Categories = [Category.Cyber] } },
        { "iran", new AlertQuery { Countries = ["IR"] } },
        { "ulster", new AlertQuery { Countries = ["GB-NIR"] } },
        { "cve iran ulster", new AlertQuery { Countries = ["GB", "US", "IR"] } },
        { "iraq", new AlertQuery { Changes = [ChangeKind.Lowered] } },
        { "iran iraq statement", new AlertQuery { MinimumSeverity = Severity.Extreme } },
        { "cve iran iraq statement", new AlertQuery { MinimumSeverity = Severity.Severe } },
        { "statement ulster", new AlertQuery { Since = Samples.Noon.AddHours(3) } },
        { "iran", new AlertQuery { Until = Samples.Noon.AddHours(1) } },
        { "iraq", new AlertQuery { Since = Samples.Noon.AddHours(1), Until = Samples.Noon.AddHours(2) } },
        { "", new AlertQuery { Channels = ["uk-fcdo-travel"], Categories = [Category.Cyber] } },
        { "", new AlertQuery { Countries = ["' OR 1=1 --"] } },
        { "iran iraq", new AlertQuery { Words = ["EMBASSY"] } },
        { "iraq", new AlertQuery { Words = ["embassy", "closed"] } },
        { "", new AlertQuery { Words = ["embassy", "' OR 1=1 --"] } },
        { "iran", new AlertQuery { Words = ["embassy"], Countries = ["IR"], MinimumSeverity = Severity.Severe } },
    };

    [Fact]
    public async Task An_alert_comes_back_as_it_was_after_a_restart()
    {
        var alert = Samples.Alert("alr_1") with { Text = Samples.LongText(500_000) };
        await Open().Append(alert, Cancellation);

        Assert.Equivalent(alert, await Open().Find("alr_1", Cancellation), strict: true);
        Assert.Null(await Open().Find("alr_2", Cancellation));
    }

    [Fact]
    public async Task An_alert_appended_again_is_left_as_it_is()
    {
        Assert.True(await Open().Append(Samples.Alert("alr_1"), Cancellation));
        Assert.False(await Open().Append(Samples.Alert("alr_1") with { Title = "changed", Areas = [new Area("FR", "France")] }, Cancellation));

        var found = Assert.Single((await Open().List(new AlertQuery(), Cancellation)).Alerts);
        Assert.Equal("Iran", found.Title);
        Assert.Empty((await Open().List(new AlertQuery { Countries = ["FR"] }, Cancellation)).Alerts);
    }

    [Theory, MemberData(nameof(Queries))]
    public async Task A_query_finds_what_it_asks_for_in_both_orders(string expected, AlertQuery query)
    {
        foreach (var alert in World())
            await Open().Append(alert, Cancellation);

        var newest = await Open().List(query, Cancellation);
        var oldest = await Open().List(query with { OldestFirst = true }, Cancellation);

        Assert.Equal(expected, string.Join(' ', newest.Alerts.Select(alert => alert.Id).Order(StringComparer.Ordinal)));
        Assert.Equal(newest.Alerts.Select(alert => alert.Id), oldest.Alerts.Select(alert => alert.Id).Reverse());
        Assert.Equal(
            newest.Alerts.Select(alert => alert.Id).Order(),
            World().Where(alert => AlertIndexFields.Matches(query, alert)).Select(alert => alert.Id).Order());
        Assert.Null(newest.Cursor);
        Assert.NotNull(oldest.Cursor);
    }

    [Fact]
    public async Task Each_alert_that_is_followed_has_its_place_and_the_newest_place_never_falls()
    {
        Assert.Equal(0, await Open().Head(Cancellation));
        for (var number = 0; number < 4; number++)
            await Open().Append(Samples.Alert($"alr_{number}", Samples.Noon.AddHours(-number)), Cancellation);
        await Open().Append(Samples.Alert("health") with { Health = HealthKind.Silent }, Cancellation);

        var page = await List(new AlertQuery { OldestFirst = true });
        var head = await Open().Head(Cancellation);

        Assert.Equal(page.Sequences.Order().Distinct(), page.Sequences);
        Assert.Equal(4, page.Sequences.Count);
        Assert.True(head > page.Sequences[^1]);
        Assert.Equal(
            ["alr_2", "alr_3"],
            Ids(await List(new AlertQuery { OldestFirst = true, Cursor = FollowCursor.Write(page.Sequences[1], await Open().Identity(Cancellation)) })));
        Assert.Empty((await List(new AlertQuery())).Sequences);
        await Open().Forget(Samples.Noon.AddDays(1), Cancellation);
        Assert.Equal(head, await Open().Head(Cancellation));
    }

    [Fact]
    public async Task Events_of_each_kind_are_found_by_themselves_and_come_back_as_they_were()
    {
        var health = Samples.Alert("health") with { Health = HealthKind.Silent };
        var heartbeat = Samples.Alert("heartbeat") with { Heartbeat = new Heartbeat(Samples.Noon, 3, ["uk-fcdo-travel"], 2) };
        var failing = Samples.Alert("failing") with { Subscription = new SubscriptionEvent("acme", "sub_1", SubscriptionEventKind.Failing) };
        var snapshot = Samples.Alert("snapshot") with { IsSnapshot = true };
        var cluster = Samples.Alert("cluster") with { Channel = Cluster.ChannelId, Cluster = new Cluster(Samples.Noon, [Samples.ClusterMember("alr_1")]) };
        foreach (var alert in new[] { Samples.Alert("alert"), health, heartbeat, failing, snapshot, cluster })
            await Open().Append(alert, Cancellation);

        foreach (var kind in Enum.GetValues<EventKind>())
        {
            var found = Assert.Single((await List(new AlertQuery { Kind = kind })).Alerts);
            Assert.Equal(kind, found.Kind);
        }

        Assert.Equivalent(heartbeat, await Open().Find("heartbeat", Cancellation), strict: true);
        Assert.Equivalent(failing, await Open().Find("failing", Cancellation), strict: true);
        Assert.Equivalent(cluster, await Open().Find("cluster", Cancellation), strict: true);
    }

    [Fact]
    public async Task A_followers_cursor_of_another_history_is_refused_and_one_of_before_is_taken()
    {
        await Open().Append(Samples.Alert("alert"), Cancellation);
        var identity = await Open().Identity(Cancellation);
        Assert.Equal(identity, await Open().Identity(Cancellation));

        await Assert.ThrowsAsync<ArgumentException>(
            () => List(new AlertQuery { OldestFirst = true, Cursor = FollowCursor.Write(0, identity + 1) }));
        Assert.Single((await List(new AlertQuery { OldestFirst = true, Cursor = FollowCursor.Write(0, identity) })).Alerts);
        Assert.Single((await List(new AlertQuery { OldestFirst = true, Cursor = AlertRelay.Storage.Cursor.Write("f", 0) })).Alerts);
    }

    [Fact]
    public async Task Newest_first_goes_by_detection_and_oldest_first_by_publication()
    {
        await Open().Append(Samples.Alert("late", Samples.Noon.AddHours(2)), Cancellation);
        await Open().Append(Samples.Alert("early", Samples.Noon.AddHours(1)), Cancellation);

        Assert.Equal(["late", "early"], Ids(await Open().List(new AlertQuery(), Cancellation)));
        Assert.Equal(["late", "early"], Ids(await Open().List(new AlertQuery { OldestFirst = true }, Cancellation)));
    }

    [Fact]
    public async Task Who_looks_back_page_by_page_sees_each_alert_once_while_new_ones_come()
    {
        for (var i = 0; i < 25; i++)
            await Open().Append(Samples.Alert($"alr_{i:D2}", Samples.Noon.AddMinutes(i / 3)), Cancellation);

        var seen = new List<string>();
        AlertPage? page = null;
        do
        {
            page = await Open().List(new AlertQuery { Limit = 4, Cursor = page?.Cursor }, Cancellation);
            seen.AddRange(Ids(page));
            await Open().Append(Samples.Alert($"new_{seen.Count}", Samples.Noon.AddDays(1)), Cancellation);
        }
        while (page.Cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"alr_{i:D2}"), seen);
    }

    [Fact]
    public async Task A_search_for_a_word_reads_a_part_of_the_history_for_a_page_and_its_cursor_goes_on()
    {
        for (var i = 0; i < 520; i++)
            await Open().Append(Samples.Alert($"alr_{i:D3}", Samples.Noon.AddMinutes(i)) with { Text = i % 250 == 10 ? "needle" : "hay" }, Cancellation);

        await Search(oldestFirst: true, "alr_010", "alr_260", "alr_510");
        await Search(oldestFirst: false, "alr_510", "alr_260", "alr_010");
    }

    private async Task Search(bool oldestFirst, params string[] expected)
    {
        var (seen, pages, cursor) = (new List<string>(), 0, (string?)null);
        var isOver = false;
        while (!isOver)
        {
            var page = await List(new AlertQuery { Words = ["Needle"], Limit = 2, OldestFirst = oldestFirst, Cursor = cursor });
            seen.AddRange(Ids(page));
            pages++;
            isOver = page.Cursor is null || page.Cursor == cursor;
            cursor = page.Cursor;
        }

        Assert.Equal(expected, seen);
        Assert.InRange(pages, 2, 8);
    }

    [Fact]
    public async Task Who_follows_sees_each_alert_once_and_goes_on_from_an_empty_page()
    {
        var query = new AlertQuery { OldestFirst = true, Limit = 3, Channels = ["uk-fcdo-travel"] };
        var seen = new List<string>();
        string? cursor = null;
        for (var i = 0; i < 12; i++)
        {
            var page = await Open().List(query with { Cursor = cursor }, Cancellation);
            Assert.NotNull(page.Cursor);
            seen.AddRange(Ids(page));
            cursor = page.Cursor;
            await Open().Append(Samples.Alert($"other_{i}") with { Channel = "other" }, Cancellation);
            if (i is 2 or 5)
                await AppendFour(i);
        }

        Assert.Equal(["2-0", "2-1", "2-2", "2-3", "5-0", "5-1", "5-2", "5-3"], seen);
    }

    [Fact]
    public async Task Cursors_fit_into_a_url()
    {
        await AppendFour(1);

        foreach (var oldestFirst in new[] { true, false })
        {
            var cursor = (await Open().List(new AlertQuery { Limit = 1, OldestFirst = oldestFirst }, Cancellation)).Cursor;
            Assert.Equal(cursor, Uri.EscapeDataString(cursor!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%%%")]
    [InlineData("ZHJvcCB0YWJsZQ")]
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        foreach (var oldestFirst in new[] { true, false })
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(() => List(new AlertQuery { Cursor = cursor, OldestFirst = oldestFirst }));
            Assert.Contains("cursor", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cursor_of_the_other_order_is_refused()
    {
        await AppendFour(1);
        var newest = (await Open().List(new AlertQuery { Limit = 1 }, Cancellation)).Cursor;
        var oldest = (await Open().List(new AlertQuery { Limit = 1, OldestFirst = true }, Cancellation)).Cursor;

        await Assert.ThrowsAsync<ArgumentException>(() => List(new AlertQuery { Cursor = oldest }));
        await Assert.ThrowsAsync<ArgumentException>(() => List(new AlertQuery { Cursor = newest, OldestFirst = true }));
    }

    [Fact]
    public async Task Alerts_detected_before_a_time_are_deleted_and_followers_go_on()
    {
        var text = Samples.LongText(100_000);
        for (var i = 0; i < 40; i++)
        {
            var alert = Samples.Alert($"alr_{i}") with { DetectedAt = Samples.Noon.AddTicks(i), Areas = [new Area("IR", "Iran"), new Area("IQ", "Iraq")] };
            await Open().Append(i == 3 ? alert with { Text = text } : alert, Cancellation);
        }

        var follower = (await List(new AlertQuery { OldestFirst = true, Limit = 10 })).Cursor;
        Assert.Equal(0, await Open().Forget(Samples.Noon, Cancellation));
        Assert.Equal(36, await Open().Forget(Samples.Noon.AddTicks(36), Cancellation));
        Assert.Equal(0, await Open().Forget(Samples.Noon.AddTicks(36), Cancellation));

        string[] left = ["alr_36", "alr_37", "alr_38", "alr_39"];
        Assert.Null(await Open().Find("alr_3", Cancellation));
        Assert.Null(await Open().Find("alr_35", Cancellation));
        Assert.NotNull(await Open().Find("alr_36", Cancellation));
        Assert.Equal(left, Ids(await List(new AlertQuery { OldestFirst = true, Cursor = follower })));
        Assert.Equal(left.Reverse(), Ids(await List(new AlertQuery { Countries = ["IQ"] })));

        Assert.Equal(4, await Open().Forget(Samples.Noon.AddDays(1), Cancellation));
        Assert.Empty(Ids(await List(new AlertQuery { Countries = ["IQ"] })));
        Assert.True(await Open().Append(Samples.Alert("alr_new"), Cancellation));
        Assert.Equal(["alr_new"], Ids(await List(new AlertQuery { OldestFirst = true, Cursor = follower })));
    }

    private async Task<AlertPage> List(AlertQuery query) => await Open().List(query, Cancellation);

    private async Task AppendFour(int round)
    {
        for (var i = 0; i < 4; i++)
            await Open().Append(Samples.Alert($"{round}-{i}"), Cancellation);
    }

    private static IEnumerable<string> Ids(AlertPage page) => page.Alerts.Select(alert => alert.Id);

    private static Alert[] World() =>
    [
        Samples.Alert("iran", Samples.Noon) with { Areas = [new Area("IR", "Iran")], Text = "The embassy is open." },
        Samples.Alert("iraq", Samples.Noon.AddHours(1)) with
        {
            Areas = [new Area("IQ", "Iraq")], Change = ChangeKind.Lowered, Headline = "Iraq: Embassy", Text = "It is closed.",
            Level = new Level("2", null, Severity.Moderate), PreviousLevel = new Level("4", null, Severity.Extreme),
        },
        Samples.Alert("cve", Samples.Noon.AddHours(2)) with
        {
            Channel = "us-cisa-kev", Category = Category.Cyber, Areas = [new Area("US", "United States")], Change = ChangeKind.Issued,
            Level = new Level(null, null, Severity.Severe), PreviousLevel = null,
        },
        Samples.Alert("statement", Samples.Noon.AddHours(3)) with
        {
            Channel = "fr-statements", Category = Category.Statement, Areas = [], Change = ChangeKind.Issued, Level = Level.None, PreviousLevel = null,
        },
        Samples.Alert("ulster", Samples.Noon.AddHours(4)) with
        {
            Areas = [new Area("GB-NIR", "Northern Ireland")], Level = new Level("1", null, Severity.Minor), PreviousLevel = null,
        },
    ];
}
