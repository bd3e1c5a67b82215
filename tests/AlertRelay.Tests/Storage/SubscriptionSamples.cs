using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>Filters and alerts of a small world, so that they often meet.</summary>
internal static class SubscriptionSamples
{
    private static readonly string[] Countries = ["IR", "IQ", "GB", "GB-NIR", "FR", "US"];

    private static readonly string[] Channels = ["uk-fcdo-travel", "us-cisa-kev", "fr-certfr"];

    public static readonly Gen<Filter> AnyFilter = Gen
        .Select(OneOf(Countries).Array[0, 3], OneOf(Channels).Array[0, 2], Gen.Enum<Category>().Array[0, 2], Gen.Enum<ChangeKind>().Array[0, 2], Gen.Int[0, 3])
        .Select((countries, channels, categories, changes, narrow) => new Filter
        {
            Countries = narrow is 0 or 3 ? countries : [],
            Channels = narrow is 1 or 3 ? channels : [],
            Categories = narrow is 2 or 3 ? categories : [],
            Changes = changes,
        });

    public static readonly Gen<Alert> AnyAlert = Gen.Select(OneOf(Countries).Array[0, 4], OneOf(Channels), Gen.Enum<Category>(), Gen.Enum<ChangeKind>())
        .Select((countries, channel, category, change) => Samples.Alert("alr_1") with
        {
            Areas = [.. countries.Select(country => new Area(country, country))],
            Channel = channel,
            Category = category,
            Change = change,
        });

    private static Gen<string> OneOf(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);
}
