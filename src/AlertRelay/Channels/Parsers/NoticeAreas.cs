using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>Which country the notices of a channel are about.</summary>
public enum CountryFrom
{
    /// <summary>The channel's own country.</summary>
    Channel,

    /// <summary>The country that the title names.</summary>
    Title,
    None,
}

/// <summary>The areas of a notice whose publisher gives no code for them.</summary>
internal static class NoticeAreas
{
    /// <summary>Travel advice is about the place in its title, all else about the country that speaks.</summary>
    public static CountryFrom Usual(Category category) => category == Category.Travel ? CountryFrom.Title : CountryFrom.Channel;

    public static IReadOnlyList<Area> Of(string title, CountryFrom from, Channel channel) => from switch
    {
        CountryFrom.Channel => CountryNames.Of(channel),
        CountryFrom.Title => CountryNames.AllIn(title),
        _ => [],
    };

    public static CountryFrom? CountryFromOf(JsonElement options, List<string> problems)
    {
        switch (options.Member("countryFrom").Text())
        {
            case "channel":
                return CountryFrom.Channel;
            case "title":
                return CountryFrom.Title;
            case "none":
                return CountryFrom.None;
        }

        if (options.Member("countryFrom") is not null)
            problems.Add("\"options.countryFrom\": write \"channel\", \"title\" or \"none\".");
        return null;
    }
}
