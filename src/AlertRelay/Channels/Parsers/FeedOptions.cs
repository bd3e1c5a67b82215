using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Where a feed's notices are about.</summary>
public enum CountryFrom
{
    /// <summary>The channel's own country.</summary>
    Channel,

    /// <summary>The country that the title names.</summary>
    Title,

    /// <summary>The channel's own country, and each that the title or the summary names.</summary>
    Text,
    None,
}

/// <summary>
/// What a catalogue file may tell the "feed" parser; all of it may be left out:
/// "idPattern", a regular expression on the title and, after a line end, the link, whose first group is the notice's id;
/// "levelPattern", one on the title, the categories and the text, a line each, whose first group is looked up in the channel's levels;
/// "countryFrom", "channel", "title", "text" or "none": by default the title for travel advice, else the channel.
/// </summary>
public sealed record FeedOptions(Regex? Id, Regex? Level, CountryFrom CountryFrom)
{
    /// <returns>What is wrong, in one sentence each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Problems(JsonElement options)
    {
        var problems = new List<string>();
        Read(options, Alerts.Category.Statement, problems);
        return problems;
    }

    /// <exception cref="ShapeException">The options are wrong, which the catalogue refuses before.</exception>
    public static FeedOptions Of(Channel channel)
    {
        var problems = new List<string>();
        var options = Read(channel.Options, channel.Category, problems);
        return problems.Count == 0 ? options : throw new ShapeException(problems[0]);
    }

    private static FeedOptions Read(JsonElement options, Alerts.Category category, List<string> problems)
    {
        var usual = category == Alerts.Category.Travel ? CountryFrom.Title : CountryFrom.Channel;
        if (options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return new FeedOptions(null, null, usual);
        if (options.ValueKind != JsonValueKind.Object)
        {
            problems.Add("\"options\": write an object such as { \"countryFrom\": \"title\" }.");
            return new FeedOptions(null, null, usual);
        }

        problems.AddRange(options.Members().Select(member => member.Name).Where(name => name is not ("idPattern" or "levelPattern" or "countryFrom"))
            .Select(name => $"\"options\": \"{name}\" is unknown; write \"idPattern\", \"levelPattern\" or \"countryFrom\"."));
        var (id, level) = (Patterns.Of(options, "idPattern", problems), Patterns.Of(options, "levelPattern", problems));
        return new FeedOptions(id, level, CountryFromOf(options, problems) ?? usual);
    }

    private static CountryFrom? CountryFromOf(JsonElement options, List<string> problems)
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
