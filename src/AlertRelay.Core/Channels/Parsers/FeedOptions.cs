using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// What a catalogue file may tell the "feed" parser; all of it may be left out:
/// "idPattern", a regular expression on the title and, after a line end, the link, whose first group (of several, the first that matched) is the notice's id;
/// "levelPattern", one on the title, the categories, elements of other vocabularies, the text and the link, a line each, whose first group is looked up
/// in the channel's levels;
/// "revisionPattern", one on the title and the text, a line each, for publishers who count their revisions: nothing but its first group is news of a
/// known notice;
/// "countryFrom", "channel", "title", "text" or "none": by default the title for travel advice, else the channel.
/// </summary>
internal sealed record FeedOptions(Regex? Id, Regex? Level, Regex? Revision, CountryFrom CountryFrom)
{
    /// <returns>What is wrong, in one sentence each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Problems(JsonElement options)
    {
        var problems = new List<string>();
        Read(options, AlertRelay.Alerts.Category.Statement, problems);
        return problems;
    }

    /// <exception cref="ShapeException">The options are wrong, which the catalogue refuses before.</exception>
    public static FeedOptions Of(Channel channel)
    {
        var problems = new List<string>();
        var options = Read(channel.Options, channel.Category, problems);
        return problems.Count == 0 ? options : throw new ShapeException(problems[0]);
    }

    private static FeedOptions Read(JsonElement options, AlertRelay.Alerts.Category category, List<string> problems)
    {
        var usual = NoticeAreas.Usual(category);
        if (options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return new FeedOptions(null, null, null, usual);
        if (options.ValueKind != JsonValueKind.Object)
        {
            problems.Add("\"options\": write an object such as { \"countryFrom\": \"title\" }.");
            return new FeedOptions(null, null, null, usual);
        }

        problems.AddRange(options.Members()
            .Select(member => member.Name)
            .Where(name => name is not ("idPattern" or "levelPattern" or "revisionPattern" or "countryFrom"))
            .Select(name => $"\"options\": \"{name}\" is unknown; write \"idPattern\", \"levelPattern\", \"revisionPattern\" or \"countryFrom\"."));
        return new FeedOptions(
            OptionPattern.Of(options, "idPattern", grouped: true, problems),
            OptionPattern.Of(options, "levelPattern", grouped: true, problems),
            OptionPattern.Of(options, "revisionPattern", grouped: true, problems),
            NoticeAreas.CountryFromOf(options, problems) ?? usual);
    }
}
