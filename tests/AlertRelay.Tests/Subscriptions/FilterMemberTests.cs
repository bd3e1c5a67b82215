using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage;
using CsCheck;

namespace AlertRelay.Tests.Subscriptions;

/// <summary>Which member of a filter says no.</summary>
public sealed class FilterMemberTests
{
    private static readonly string[] Words = ["advised", "danger", "Iran"], Languages = ["en", "fr", "de"];

    private static readonly Gen<Filter> AnyFilter = Gen
        .Select(SubscriptionSamples.AnyFilter, Gen.Enum<Severity>().Array[0, 1], Gen.Int[0, 3], Gen.Int[0, 3])
        .Select((filter, minimum, language, word) => filter with
        {
            MinimumSeverity = minimum is [not Severity.Unknown and var severity] ? severity : null,
            Languages = language < 3 ? [Languages[language]] : [],
            Keywords = word < 3 ? [Words[word]] : [],
        });

    private static readonly Gen<Alert> AnyAlert = Gen
        .Select(SubscriptionSamples.AnyAlert, Gen.Enum<Severity>(), Gen.Int[0, 2], Gen.Int[0, 2])
        .Select((alert, severity, language, word) => alert with
        {
            Level = new Level("x", null, severity),
            PreviousLevel = null,
            Language = Languages[language],
            Translations = [],
            Headline = Words[word],
            Title = "",
            Text = "",
        });

    // The documentation of each member, without its code.
    private static bool IsWanted(Filter filter, Alert alert) =>
        SubscriptionSamples.IsWanted(filter, alert)
        && (filter.MinimumSeverity is not { } minimum || alert.Level.Severity == Severity.Unknown || alert.Level.Severity >= minimum)
        && (filter.Languages is not [var language] || alert.Language == language)
        && (filter.Keywords is not [var word] || alert.Headline == word);

    [Fact]
    public void Some_member_says_no_exactly_when_the_filter_does_not_match() =>
        Gen.Select(AnyFilter, AnyAlert).Sample(
            (filter, alert) => filter.FirstUnmatched(alert) is null == IsWanted(filter, alert) && filter.Matches(alert) == IsWanted(filter, alert),
            iter: SubscriptionSamples.Meetings);

    [Fact]
    public void The_member_that_says_no_would_do_so_alone_and_those_before_it_let_the_alert_through() =>
        Gen.Select(AnyFilter, AnyAlert).Sample(
            (filter, alert) => filter.FirstUnmatched(alert) is not { } member
                || (!Only(filter, each => each == member).Matches(alert) && Only(filter, each => each < member).Matches(alert)),
            iter: SubscriptionSamples.Meetings);

    [Fact]
    public void Comparing_allocates_nothing()
    {
        var pairs = Gen.Select(AnyFilter, AnyAlert).Array[500].Single(_ => true, seed: "0000KbYQzX1c");
        var matches = Count(pairs);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(matches, Count(pairs));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Two_filters_are_the_same_only_with_the_same_members()
    {
        var filter = new Filter { Countries = ["IR", "IQ"], Keywords = ["a"] };

        Assert.True(filter.IsSame(filter with { Countries = ["IR", "IQ"], Keywords = ["a"] }));
        Assert.All<Filter>(
            [
                filter with { Kinds = [EventKind.Cluster] }, filter with { Channels = ["x"] }, filter with { Categories = [Category.Cyber] },
                filter with { Countries = ["IR"] }, filter with { MinimumSeverity = Severity.Minor }, filter with { Changes = [ChangeKind.Issued] },
                filter with { Languages = ["en"] }, filter with { Keywords = ["b"] },
            ],
            other => Assert.False(filter.IsSame(other)));
    }

    private static int Count((Filter Filter, Alert Alert)[] pairs)
    {
        var count = 0;
        foreach (var (filter, alert) in pairs)
            count += filter.Matches(alert) ? 1 : 0;

        return count;
    }

    // The kinds are always set.
    private static Filter Only(Filter filter, Func<FilterMember, bool> keep) => new()
    {
        Kinds = keep(FilterMember.Kinds) ? filter.Kinds : Enum.GetValues<EventKind>(),
        Channels = keep(FilterMember.Channels) ? filter.Channels : [],
        Categories = keep(FilterMember.Categories) ? filter.Categories : [],
        Countries = keep(FilterMember.Countries) ? filter.Countries : [],
        MinimumSeverity = keep(FilterMember.MinimumSeverity) ? filter.MinimumSeverity : null,
        Changes = keep(FilterMember.Changes) ? filter.Changes : [],
        Languages = keep(FilterMember.Languages) ? filter.Languages : [],
        Keywords = keep(FilterMember.Keywords) ? filter.Keywords : [],
    };
}
