using AlertRelay.Alerts;
using AlertRelay.Clusters;
using AlertRelay.Deliveries;
using static AlertRelay.Tests.Clusters.SomeRaises;

namespace AlertRelay.Tests.Clusters;

/// <summary>Which alerts make a cluster: the number of governments, the times, and what is no raise.</summary>
public sealed class ClusterRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1), Within = TimeSpan.FromHours(24), EndsAfter = TimeSpan.FromHours(72);

    private readonly ClusterRules _rules = new(Catalog, new ClusterOptions());

    [Theory]
    [InlineData(0, "gb", "us")]
    [InlineData(1, "gb", "us", "ca")]
    [InlineData(0, "gb", "us", "us-embassies")]
    [InlineData(0, "gb", "us", "us")]
    [InlineData(1, "gb", "us", "body")]
    [InlineData(2, "gb", "us", "ca", "de")]
    [InlineData(2, "gb", "us", "ca", "us-embassies", "gb", "de")]
    public void Three_governments_make_a_cluster_and_each_further_one_a_revision(int expected, params string[] channels) =>
        Assert.Equal(expected, Follow([.. channels.Select((channel, hour) => Alert(channel, TimeSpan.FromHours(hour)))]).Count);

    [Fact]
    public void The_time_between_the_first_and_the_last_may_be_a_day_and_no_tick_more()
    {
        Assert.Single(Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("ca", Within)));
        Assert.Empty(Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("ca", Within + Tick)));
        Assert.Single(Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("gb", Tick * 2), Alert("ca", Within + Tick)));
    }

    [Fact]
    public void A_long_headline_is_cut_within_no_character()
    {
        var headline = Follow([.. new[] { "gb", "us", "ca" }.Select((channel, hour) => Alert(channel, TimeSpan.FromHours(hour)) with
        {
            Headline = new string('x', 298) + "\U00020BB7\U00020BB7",
        })])[0].Cluster!.Members[0].Headline;

        Assert.Equal(new string('x', 298) + "…", headline);
    }

    [Fact]
    public void It_says_who_raised_what_with_their_alerts_as_evidence()
    {
        var gb = Alert("gb", TimeSpan.Zero) with { Level = Severe, PreviousLevel = Moderate };
        var alerts = Follow(gb, Alert("us", TimeSpan.FromHours(1)), Alert("ca", TimeSpan.FromHours(2)), Alert("de", TimeSpan.FromHours(3)));

        var (first, second) = (alerts[0], alerts[1]);
        Assert.Equal("3 governments raised Iraq in 24 hours: UK, US, Canada", first.Headline);
        Assert.Equal("4 governments raised Iraq in 24 hours: UK, US, Canada, Germany", second.Headline);
        Assert.Equal((ChangeKind.Issued, MessageType.Alert, 1), (first.Change, first.MessageType, first.Revision));
        Assert.Equal((ChangeKind.Raised, MessageType.Update, 2), (second.Change, second.MessageType, second.Revision));
        Assert.Equal([first.Id], second.References);
        Assert.Equal((EventKind.Cluster, "clusters", "AlertRelay", $"IQ:{gb.Id}"), (first.Kind, first.Channel, first.Authority, first.Key));
        Assert.Equal(AlertId.Of("clusters", $"IQ:{gb.Id}", 2), second.Id);
        Assert.Equal((Severity.Extreme, Scope.Whole), (first.Level.Severity, first.Level.Scope));
        Assert.Equal([Iraq], first.Areas);
        var member = first.Cluster!.Members[0];
        Assert.Equal((gb.Id, "gb", "GB", "UK", gb.Authority, gb.Headline, Severity.Severe), (
            member.Alert, member.Channel, member.Country, member.Name, member.Authority, member.Headline, member.Severity));
        Assert.Equal((gb.Link, gb.DetectedAt, gb.DetectedAt), (member.Link, member.DetectedAt, first.Cluster.Since));
    }

    [Fact]
    public void A_later_government_makes_the_time_in_the_headline_longer() => Assert.Equal(
        "4 governments raised Iraq in 51 hours: UK, US, Canada, Germany",
        Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("ca", Tick), Alert("de", TimeSpan.FromHours(50) + Tick))[^1].Headline);

    [Fact]
    public void It_ends_after_three_days_without_a_raise_and_no_tick_earlier()
    {
        Alert[] news = [.. Three(), Alert("us", TimeSpan.FromHours(5))];
        var end = Start + TimeSpan.FromHours(5) + EndsAfter;
        var (open, begun) = _rules.Follow(new ClusterState(), news, end - Tick, isUpToDate: true);
        var (ended, over) = _rules.Follow(open, [], end, isUpToDate: true);

        Assert.Single(begun);
        var last = Assert.Single(over);
        Assert.Equal((ChangeKind.Withdrawn, MessageType.Cancel, 2), (last.Change, last.MessageType, last.Revision));
        Assert.Equal([begun[0].Id], last.References);
        Assert.Equal("Ended: 3 governments raised Iraq in 24 hours: UK, Canada, US", last.Headline);
        Assert.Contains("may still be in force", last.Summary, StringComparison.Ordinal);
        Assert.Empty(ended.Open);
        Assert.Empty(_rules.Follow(open, [], end, isUpToDate: false).Alerts);
    }

    [Fact]
    public void After_its_end_as_many_governments_are_needed_again_for_another_one()
    {
        var late = EndsAfter + TimeSpan.FromHours(2);
        var alerts = Follow([.. Three(), Alert("de", late), Alert("fr", late), Alert("jp", late + Tick)]);

        Assert.Equal([ChangeKind.Issued, ChangeKind.Withdrawn, ChangeKind.Issued], alerts.Select(alert => alert.Change));
        Assert.NotEqual(alerts[0].Key, alerts[2].Key);
    }

    [Fact]
    public void A_raise_at_the_very_end_comes_too_late_and_one_a_tick_earlier_joins()
    {
        var last = TimeSpan.FromHours(2) + EndsAfter;
        Assert.Equal(ChangeKind.Withdrawn, Follow([.. Three(), Alert("de", last)])[^1].Change);
        Assert.Equal(ChangeKind.Raised, Follow([.. Three(), Alert("de", last - Tick)])[^1].Change);
    }

    public static TheoryData<string, Func<Alert, Alert>> NoRaises => new()
    {
        { "revised", alert => alert with { Change = ChangeKind.Revised } },
        { "lowered", alert => alert with { Change = ChangeKind.Lowered, PreviousLevel = Extreme, Level = Severe } },
        { "withdrawn", alert => alert with { Change = ChangeKind.Withdrawn } },
        { "level unknown", alert => alert with { Level = Level.Unreadable("?") } },
        { "issued with unknown level", alert => alert with { Change = ChangeKind.Issued, Level = Level.None } },
        { "place unknown", alert => alert with { Areas = [], PlaceUnknown = true } },
        { "issued at the lowest level", alert => alert with { Change = ChangeKind.Issued, Level = Low } },
        { "no travel advice", alert => alert with { Category = Category.Threat } },
        { "about the channel", alert => alert with { Health = HealthKind.MassChange } },
        { "a test", alert => TestAlert.For("sub", alert.DetectedAt) with { Areas = alert.Areas } },
        { "another country", alert => alert with { Areas = [new Area("IR", "Iran")] } },
        { "a part of another country", alert => alert with { Areas = [new Area("IQ-AR", "Kurdistan Region")] } },
    };

    [Theory, MemberData(nameof(NoRaises))]
    public void What_raises_nothing_is_not_counted(string what, Func<Alert, Alert> change)
    {
        Assert.Empty(Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), change(Alert("ca", Tick))));
        Assert.True(Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("ca", Tick)).Count == 1, what);
    }

    [Fact]
    public void A_new_notice_above_the_lowest_level_is_a_raise() => Assert.Single(
        Follow(Alert("gb", TimeSpan.Zero), Alert("us", Tick), Alert("ca", Tick, ChangeKind.Issued) with { Level = Moderate }));

    [Fact]
    public void A_level_that_was_lowered_and_returns_is_no_raise_until_the_lowering_is_long_ago()
    {
        var lowered = Alert("ca", TimeSpan.Zero, ChangeKind.Lowered) with { PreviousLevel = Extreme, Level = Severe };

        Assert.Empty(Follow(lowered, Alert("gb", Tick), Alert("us", Tick), Alert("ca", Tick)));
        Assert.Empty(Follow(lowered, Back(EndsAfter - Tick, 0), Back(EndsAfter - Tick, 1), Alert("ca", EndsAfter - Tick)));
        Assert.Single(Follow(lowered, Back(EndsAfter, 0), Back(EndsAfter, 1), Alert("ca", EndsAfter)));
        Assert.Single(Follow(lowered with { PreviousLevel = Severe, Level = Moderate }, Alert("gb", Tick), Alert("us", Tick), Alert("ca", Tick)));

        static Alert Back(TimeSpan at, int number) => Alert(number == 0 ? "gb" : "us", at);
    }

    [Fact]
    public void A_notice_that_is_withdrawn_and_issued_again_is_no_raise() => Assert.Empty(Follow(
        Alert("ca", TimeSpan.Zero, ChangeKind.Withdrawn), Alert("gb", Tick), Alert("us", Tick), Alert("ca", Tick, ChangeKind.Issued)));

    [Theory]
    [InlineData(ChangeKind.Lowered)]
    [InlineData(ChangeKind.Withdrawn)]
    public void Who_took_the_raise_back_before_there_were_enough_is_not_counted_and_who_returned_to_it_is(ChangeKind change)
    {
        var back = Alert("gb", Tick, change) with { PreviousLevel = Extreme, Level = change == ChangeKind.Lowered ? Severe : Extreme };
        Alert[] news = [Alert("gb", TimeSpan.Zero), back, Alert("us", Tick * 2), Alert("ca", Tick * 3)];

        Assert.Empty(Follow(news));
        var cluster = Assert.Single(Follow([.. news, Alert("gb", Tick * 4)]));
        Assert.Equal(Start, cluster.Cluster!.Since);
    }

    [Fact]
    public void A_raise_that_was_lowered_in_part_still_counts() => Assert.Single(Follow(
        Alert("gb", TimeSpan.Zero) with { PreviousLevel = Moderate }, Alert("gb", Tick, ChangeKind.Lowered) with { PreviousLevel = Extreme, Level = Severe },
        Alert("us", Tick * 2), Alert("ca", Tick * 3)));

    [Fact]
    public void A_member_that_lowers_or_withdraws_later_does_not_change_what_was_said()
    {
        var alerts = Follow([.. Three(), Alert("gb", TimeSpan.FromHours(3), ChangeKind.Withdrawn), Alert("de", TimeSpan.FromHours(4))]);
        Assert.Equal([3, 4], alerts.Select(alert => alert.Cluster!.Members.Count));
    }

    [Fact]
    public void One_alert_about_ten_countries_counts_for_each()
    {
        Area[] countries = [.. "IQ IR KW QA BH AE OM SA JO LB".Split(' ').Select(code => new Area(code, code))];
        var alerts = Follow([.. Three().Select(alert => alert with { Areas = countries })]);

        Assert.Equal(countries.Select(country => country.Code), alerts.Select(alert => alert.Areas.Single().Code));
        Assert.Equal(10, alerts.Select(alert => alert.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("3 governments raised parts of Iraq in 24 hours: UK, US, Canada", Scope.Part)]
    [InlineData("3 governments raised Iraq in 24 hours: UK, US, Canada", Scope.Whole)]
    public void It_speaks_of_parts_only_where_all_do(string headline, Scope last)
    {
        var alerts = Follow([.. Three().Select((alert, number) => alert with { Level = Extreme with { Scope = number < 2 ? Scope.Part : last } })]);
        Assert.Equal((headline, last), (Assert.Single(alerts).Headline, alerts[0].Level.Scope));
    }

    [Fact]
    public void Every_division_of_the_news_and_every_repetition_gives_the_same_alerts()
    {
        Alert[] news = [.. Three(), Alert("de", TimeSpan.FromHours(9)), Alert("fr", TimeSpan.FromHours(200)), Alert("jp", TimeSpan.FromHours(201))];
        var whole = Follow(news);
        var (state, parts) = (new ClusterState(), new List<Alert>());
        foreach (var alert in news)
        {
            (state, var found) = _rules.Follow(state, [alert], Start, isUpToDate: false);
            parts.AddRange(found);
        }

        Assert.Equal(3, whole.Count);
        Assert.Equivalent(whole, parts, strict: true);
    }

    private static Alert[] Three() => [Alert("gb", TimeSpan.Zero), Alert("us", TimeSpan.FromHours(1)), Alert("ca", TimeSpan.FromHours(2))];

    private IReadOnlyList<Alert> Follow(params Alert[] news) => _rules.Follow(new ClusterState(), news, Start, isUpToDate: false).Alerts;
}
