using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The options of the "csaf" parser, all optional:
/// "newsPattern", a regular expression on the summary of a revision: a revision that does not match is recorded only; by default each one is news;
/// "levelNotes", titles of the document's notes whose texts, joined by "/", are looked up in the channel's levels.
/// </summary>
internal sealed record CsafOptions(Regex? News, IReadOnlyList<string> LevelNotes)
{
    public static IReadOnlyList<string> Problems(JsonElement options) => ParserOptions.Problems(options, Read);

    public static CsafOptions Of(Channel channel) => ParserOptions.Of(channel, Read);

    private static CsafOptions Read(JsonElement options, List<string> problems)
    {
        if (!ParserOptions.AreStated(options, "{ \"newsPattern\": \"exploit\" }", ["newsPattern", "levelNotes"], problems))
            return new CsafOptions(null, []);

        return new CsafOptions(OptionPattern.Of(options, "newsPattern", grouped: false, problems), TitlesOf(options, problems));
    }

    private static List<string> TitlesOf(JsonElement options, List<string> problems)
    {
        var titles = options.Elements("levelNotes").Select(title => ((JsonElement?)title).Text() ?? "").ToList();
        if (options.Member("levelNotes") is not null && (titles.Count == 0 || titles.Contains("")))
            problems.Add("\"options.levelNotes\": write a list of titles such as [\"Likelihood\", \"Damage\"].");
        return titles;
    }
}
