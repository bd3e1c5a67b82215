using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage;
using CsCheck;
using Some = AlertRelay.Tests.Deliveries.Fakes.Some;

namespace AlertRelay.Tests.Subscriptions;

/// <summary>Which alerts a filter lets through, list by list.</summary>
public sealed class FilterTests
{
    private static readonly Filter Everything = Filter.Everything;

    // An alert and a filter that names all of it.
    private static readonly Alert Raised = Some.Alert() with
    {
        Channel = "xx-travel",
        Category = Category.Travel,
        Change = ChangeKind.Raised,
        Areas = [new Area("GB-NIR", "Northern Ireland")],
        Language = "en-GB",
        Title = "Belfast",
        Headline = "Office raises Belfast",
        Text = "Avoid the city centre.",
        Level = new Level("3", "Severe", Severity.Severe),
    };

    private static readonly Filter Narrow = new()
    {
        Channels = ["xx-travel"],
        Categories = [Category.Travel],
        Countries = ["GB"],
        MinimumSeverity = Severity.Severe,
        Changes = [ChangeKind.Raised],
        Languages = ["en"],
        Keywords = ["belfast"],
    };

    [Theory]
    [InlineData("", "GB", true)]
    [InlineData("", "", true)]
    [InlineData("GB", "GB", true)]
    [InlineData("GB", "GB-NIR", true)]
    [InlineData("GB-NIR", "GB-NIR", true)]
    [InlineData("GB-NIR", "GB", false)]
    [InlineData("GB-NIR", "GB-SCT", false)]
    [InlineData("GB", "FR", false)]
    [InlineData("GB", "", false)]
    [InlineData("GB", "FR GB-NIR", true)]
    [InlineData("FR GB", "GB-NIR", true)]
    [InlineData("IR", "IQ GB-NIR", false)]
    public void A_country_covers_its_parts_and_a_part_only_itself(string countries, string areas, bool matches) => Assert.Equal(
        matches,
        (Everything with { Countries = Words(countries) }).Matches(Raised with { Areas = [.. Words(areas).Select(code => new Area(code, code))] }));

    [Theory]
    [InlineData("en", "EN-US", true)]
    [InlineData("EN", "en-us", true)]
    [InlineData("en", "en_US", true)]
    [InlineData("zh-hant", "zh-Hant-TW", true)]
    [InlineData("en-US", "en", false)]
    [InlineData("en", "eng", false)]
    [InlineData("eng", "en", false)]
    public void A_language_covers_its_regional_forms_in_any_case(string wanted, string language, bool matches) =>
        Assert.Equal(matches, (Everything with { Languages = [wanted] }).Matches(Raised with { Language = language }));

    [Theory]
    [InlineData(null, null, Severity.Minor, true)]
    [InlineData(Severity.Severe, null, Severity.Moderate, false)]
    [InlineData(Severity.Severe, null, Severity.Severe, true)]
    [InlineData(Severity.Severe, null, Severity.Extreme, true)]
    [InlineData(Severity.Severe, null, Severity.Unknown, true)]
    [InlineData(Severity.Severe, Severity.Severe, Severity.Minor, true)]
    [InlineData(Severity.Severe, Severity.Moderate, Severity.Minor, false)]
    [InlineData(Severity.Severe, Severity.Unknown, Severity.Moderate, false)]
    [InlineData(Severity.Severe, Severity.Minor, Severity.Severe, true)]
    public void A_minimum_severity_lets_through_what_reaches_or_leaves_it_and_what_cannot_be_read(
        Severity? minimum, Severity? before, Severity now, bool matches) =>
        Assert.Equal(matches, (Everything with { MinimumSeverity = minimum }).Matches(Raised with
        {
            Level = new Level("now", null, now),
            PreviousLevel = before is { } known ? new Level("before", null, known) : null,
        }));

    [Theory]
    [InlineData("", "fa", "", true)]
    [InlineData("en", "en", "", true)]
    [InlineData("en", "en-GB", "", true)]
    [InlineData("en", "fr", "", false)]
    [InlineData("fr", "en", "fr-CA", true)]
    [InlineData("de", "en", "fr it", false)]
    [InlineData("de it", "en", "fr it", true)]
    public void A_language_may_be_that_of_a_translation(string languages, string original, string translations, bool matches) =>
        Assert.Equal(matches, (Everything with { Languages = Words(languages) }).Matches(Raised with
        {
            Language = original,
            Translations = [.. Words(translations).Select(language => new Translation(language, "", "", ""))],
        }));

    [Theory]
    [InlineData("", true)]
    [InlineData("BELFAST", true)]
    [InlineData("office", true)]
    [InlineData("centre", true)]
    [InlineData("Dublin", false)]
    [InlineData("Dublin centre", true)]
    public void A_keyword_may_stand_in_title_headline_or_text_in_any_case(string keywords, bool matches) =>
        Assert.Equal(matches, (Everything with { Keywords = Words(keywords) }).Matches(Raised));

    [Fact]
    public void Every_list_that_is_set_must_match()
    {
        Assert.True(Narrow.Matches(Raised));
        Assert.All<Filter>(
            [
                Narrow with { Kinds = [EventKind.Health] },
                Narrow with { Channels = ["xx-cyber"] },
                Narrow with { Categories = [Category.Cyber] },
                Narrow with { Countries = ["FR"] },
                Narrow with { MinimumSeverity = Severity.Extreme },
                Narrow with { Changes = [ChangeKind.Issued] },
                Narrow with { Languages = ["fr"] },
                Narrow with { Keywords = ["Dublin"] },
            ],
            filter => Assert.False(filter.Matches(Raised)));
    }

    [Fact]
    public void Of_channel_health_events_only_kind_channel_and_category_count()
    {
        var failing = RelayEvents.New("hlt_1", ":health", Some.Time) with { Health = HealthKind.Failing, Channel = "xx-travel", Category = Category.Travel };
        var health = Narrow with { Kinds = [EventKind.Health], MinimumSeverity = Severity.Extreme };

        Assert.True(health.Matches(failing));
        Assert.False((health with { Kinds = [EventKind.Alert] }).Matches(failing));
        Assert.False((health with { Channels = ["xx-cyber"] }).Matches(failing));
        Assert.False((health with { Categories = [Category.Cyber] }).Matches(failing));
    }

    [Theory]
    [InlineData(EventKind.Cluster, true)]
    [InlineData(EventKind.Alert, false)]
    public void Clusters_are_only_for_those_who_ask_for_their_kind(EventKind kind, bool matches)
    {
        var cluster = Raised with { Channel = Cluster.ChannelId, Cluster = new Cluster(Some.Time, []) };
        var filter = Everything with { Kinds = [kind] };

        Assert.Equal(matches, filter.Matches(cluster));
        Assert.Equal(!matches, filter.Matches(Raised));
        Assert.False(Everything.Matches(cluster));
        Assert.False((filter with { Countries = ["FR"] }).Matches(cluster));
        Assert.False((filter with { Channels = ["xx-travel"] }).Matches(cluster));
    }

    [Fact]
    public void Of_heartbeats_only_the_kind_counts()
    {
        var heartbeat = RelayEvents.New("hbt_1", ":heartbeat", Some.Time) with { Heartbeat = new Heartbeat(Some.Time, 1, [], 0) };

        Assert.True((Narrow with { Kinds = [EventKind.Alert, EventKind.Heartbeat] }).Matches(heartbeat));
        Assert.False(Narrow.Matches(heartbeat));
        Assert.False(Everything.Matches(heartbeat));
    }

    [Theory]
    [InlineData("acme", "sub_9", true)]
    [InlineData("acme", "sub_000001", false)]
    [InlineData("globex", "sub_9", false)]
    public void Events_of_subscriptions_are_for_the_other_ones_of_the_tenant(string tenant, string id, bool wanted)
    {
        var subscription = Some.Subscription(new Uri("https://receiver.example.org/")) with { Filter = Narrow with { Kinds = [EventKind.Subscription] } };
        var disabled = RelayEvents.New("sev_1", ":subscription", Some.Time) with
        {
            Subscription = new SubscriptionEvent(tenant, id, SubscriptionEventKind.Disabled),
        };

        Assert.Equal(wanted, subscription.Wants(disabled));
        Assert.False((subscription with { Filter = Everything }).Wants(disabled));
    }

    [Fact]
    public void Any_filter_lets_through_what_the_documentation_says() =>
        Gen.Select(SubscriptionSamples.AnyFilter, SubscriptionSamples.AnyAlert)
            .Sample((filter, alert) => filter.Matches(alert) == SubscriptionSamples.IsWanted(filter, alert), iter: SubscriptionSamples.Meetings);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
