using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Regular expressions that a catalogue file gives to a parser.</summary>
internal static class Patterns
{
    // Linear in the length of the text, whatever the expression: a publisher's text cannot make it run for hours.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // A linear expression costs milliseconds to build and learns from each text; there are as many as the catalogue has.
    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    /// <returns>Null where there is none, and, with a problem added, where it is not usable.</returns>
    public static Regex? Of(JsonElement options, string name, List<string> problems)
    {
        if (options.Member(name) is not { } member)
            return null;
        if (Known.GetOrAdd(((JsonElement?)member).Text() ?? "", Built) is { } pattern && pattern.GetGroupNumbers().Length > 1)
            return pattern;

        problems.Add($"\"options.{name}\": write a regular expression with one group in parentheses, without look-around or back references.");
        return null;
    }

    /// <summary>What the groups of a match caught, in the order of the expression.</summary>
    public static IEnumerable<string> Caught(this Match match) =>
        match.Groups.Values.Skip(1).Where(group => group.Length > 0).Select(group => group.Value);

    private static Regex? Built(string pattern)
    {
        try
        {
            return new Regex(pattern, Linear);
        }
        catch (RegexParseException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
