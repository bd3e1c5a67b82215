using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// What a catalogue file may tell the "csaf" parser; all of it may be left out:
/// "newsPattern", a regular expression on the summary of a revision: a revision that does not match is recorded only; by default each one is news;
/// "levelNotes", titles of the document's notes whose texts, joined by "/", are looked up in the channel's levels.
/// </summary>
internal sealed record CsafOptions(Regex? News, IReadOnlyList<string> LevelNotes)
{
    /// <returns>What is wrong, in one sentence each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Problems(JsonElement options)
    {
        var problems = new List<string>();
        Read(options, problems);
        return problems;
    }

    /// <exception cref="ShapeException">The options are wrong, which the catalogue refuses before.</exception>
    public static CsafOptions Of(Channel channel)
    {
        var problems = new List<string>();
        var options = Read(channel.Options, problems);
        return problems.Count == 0 ? options : throw new ShapeException(problems[0]);
    }

    private static CsafOptions Read(JsonElement options, List<string> problems)
    {
        if (options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return new CsafOptions(null, []);
        if (options.ValueKind != JsonValueKind.Object)
        {
            problems.Add("\"options\": write an object such as { \"newsPattern\": \"exploit\" }.");
            return new CsafOptions(null, []);
        }

        problems.AddRange(options.Members().Select(member => member.Name).Where(name => name is not ("newsPattern" or "levelNotes"))
            .Select(name => $"\"options\": \"{name}\" is unknown; write \"newsPattern\" or \"levelNotes\"."));
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
