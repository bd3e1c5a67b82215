using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The options of the "feed" parser, all optional:
/// "idPattern", a regular expression on the title and, after a line end, the link, whose first group (of several, the first that matched) is the notice's id;
/// "levelPattern", one on the title, the categories, elements of other vocabularies, the text and the link, a line each, whose first group is looked up
/// in the channel's levels;
/// "revisionPattern", one on the title and the text, a line each, for publishers who count their revisions: nothing but its first group is news of a
/// known notice;
/// "countryFrom", "channel", "title", "text" or "none": by default the title for travel advice, else the channel.
/// </summary>
internal sealed record FeedOptions(Regex? Id, Regex? Level, Regex? Revision, CountryFrom CountryFrom)
{
    private static readonly string[] Names = ["idPattern", "levelPattern", "revisionPattern", "countryFrom"];

    public static IReadOnlyList<string> Problems(JsonElement options) => ParserOptions.Problems(options, Reader(Category.Statement));

    public static FeedOptions Of(Channel channel) => ParserOptions.Of(channel, Reader(channel.Category));

    private static Func<JsonElement, List<string>, FeedOptions> Reader(Category category) => (options, problems) => Read(options, category, problems);

    private static FeedOptions Read(JsonElement options, Category category, List<string> problems)
    {
        var defaultSource = NoticeAreas.DefaultFor(category);
        if (!ParserOptions.AreStated(options, "{ \"countryFrom\": \"title\" }", Names, problems))
            return new FeedOptions(null, null, null, defaultSource);

        return new FeedOptions(
            OptionPattern.Of(options, "idPattern", grouped: true, problems),
            OptionPattern.Of(options, "levelPattern", grouped: true, problems),
            OptionPattern.Of(options, "revisionPattern", grouped: true, problems),
            NoticeAreas.CountryFromOf(options, problems) ?? defaultSource);
    }
}
