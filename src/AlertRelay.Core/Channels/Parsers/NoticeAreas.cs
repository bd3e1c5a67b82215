using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>Which country the notices of a channel are about.</summary>
internal enum CountryFrom
{
    /// <summary>The channel's own country.</summary>
    Channel,

    /// <summary>The country that the title names.</summary>
    Title,

    /// <summary>The channel's own country, and each that the title or the summary names.</summary>
    Text,
    None,
}

/// <summary>The areas of a notice whose publisher gives no code for them.</summary>
internal static class NoticeAreas
{
    /// <summary>Travel advice is about the place in its title, everything else about the publisher's country.</summary>
    public static CountryFrom DefaultFor(Category category) => category == Category.Travel ? CountryFrom.Title : CountryFrom.Channel;

    public static IReadOnlyList<Area> Of(string title, string summary, CountryFrom from, Channel channel) => from switch
    {
        CountryFrom.Channel => CountryNames.Of(channel),
        CountryFrom.Title => CountryNames.For(channel.Languages).AllIn(title),
        CountryFrom.Text => OwnAndIn($"{title}\n{summary}", channel),
        _ => [],
    };

    /// <summary>The publisher's country, and each that the notice names.</summary>
    public static IReadOnlyList<Area> OwnAndIn(string text, Channel channel) =>
        [.. CountryNames.Of(channel).Concat(CountryNames.For(channel.Languages).AllIn(text)).DistinctBy(area => area.Code)];

    public static CountryFrom? CountryFromOf(JsonElement options, List<string> problems)
    {
        switch (options.Member("countryFrom").Text())
        {
            case "channel":
                return CountryFrom.Channel;
            case "title":
                return CountryFrom.Title;
            case "text":
                return CountryFrom.Text;
            case "none":
                return CountryFrom.None;
        }

        if (options.Member("countryFrom") is not null)
            problems.Add("\"options.countryFrom\": write \"channel\", \"title\", \"text\" or \"none\".");
        return null;
    }
}
