using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Regular expressions that catalogue files hold. What is looked for stands in their first group.</summary>
internal static class Patterns
{
    // Linear in the length of the text, whatever the expression: a publisher's text cannot make it run for hours.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <param name="problems">Gets a sentence when the expression cannot be used.</param>
    /// <returns>Null where there is none, or a problem.</returns>
    public static Regex? Of(JsonElement options, string name, List<string> problems)
    {
        if (options.Member(name) is not { } member)
            return null;
        if (Built(((JsonElement?)member).Text() ?? "") is { } pattern && pattern.GetGroupNumbers().Length > 1)
            return pattern;

        problems.Add($"\"options.{name}\": write a regular expression with one group in parentheses, without look-around or back references.");
        return null;
    }

    /// <summary>The first group, where it holds anything.</summary>
    public static string? Find(this Regex? pattern, string text) =>
        pattern?.Match(text) is { Success: true } match && match.Groups[1].Length > 0 ? match.Groups[1].Value : null;

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
