using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage;
using CsCheck;

namespace AlertRelay.Tests.Subscriptions;

public sealed class FilterIndexTests
{
    [Theory]
    [InlineData("GB", "GB", true)]
    [InlineData("GB", "GB-NIR", true)]
    [InlineData("GB-NIR", "GB-NIR", true)]
    [InlineData("GB-NIR", "GB", false)]
    [InlineData("GB-NIR", "GB-SCT", false)]
    [InlineData("GB", "FR", false)]
    public void An_alert_for_a_part_of_a_country_finds_the_subscribers_of_the_country(string country, string area, bool found) =>
        Assert.Equal(found, Finds(new Filter { Countries = [country] }, Samples.Alert("alr_1") with { Areas = [new Area(area, area)] }));

    [Theory]
    [InlineData("IR", true)]
    [InlineData("GB-NIR", true)]
    public void An_alert_whose_place_is_unknown_finds_the_subscribers_of_every_country(string country, bool found)
    {
        var unknown = Samples.Alert("alr_1") with { Areas = [], PlaceUnknown = true };
        var storedEarlier = unknown with { PlaceUnknown = false, Marks = ["place unknown"] };
        var everywhere = unknown with { PlaceUnknown = false };
        var filter = new Filter { Countries = [country] };

        Assert.Equal((found, found), (Finds(filter, unknown), filter.Matches(unknown)));
        Assert.Equal((found, found), (Finds(filter, storedEarlier), filter.Matches(storedEarlier)));
        Assert.Equal((false, false), (Finds(filter, everywhere), filter.Matches(everywhere)));
        Assert.False(filter.Matches(unknown with { Areas = [new Area("FR", "France")] }));
    }

    [Fact]
    public void An_alert_finds_every_filter_that_wants_it() =>
        Gen.Select(SubscriptionSamples.AnyFilter, SubscriptionSamples.AnyAlert)
            .Sample((filter, alert) => !SubscriptionSamples.IsWanted(filter, alert) || Finds(filter, alert), iter: SubscriptionSamples.Meetings);

    private static bool Finds(Filter filter, Alert alert)
    {
        var entries = FilterIndex.EntriesOf(Samples.Subscription(1) with { Filter = filter });
        return FilterIndex.EntriesFor(alert).Intersect(entries).Any()
            || (FilterIndex.IsForEveryCountry(alert) && entries.Any(entry => entry.StartsWith(FilterIndex.OfCountries, StringComparison.Ordinal)));
    }
}
