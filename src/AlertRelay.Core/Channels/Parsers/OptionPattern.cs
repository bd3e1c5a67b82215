using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Regular expressions of catalogue files.</summary>
internal static class OptionPattern
{
    // Linear in the length of the text, whatever the expression: a publisher's text cannot make it run for hours.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // To build one takes longer than to read most documents. They come from catalogue files only, so they are few.
    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    /// <param name="grouped">It says where something stands, so it needs a group.</param>
    /// <returns>Null when there is none, or when it is wrong.</returns>
    public static Regex? Of(JsonElement options, string name, bool grouped, List<string> problems)
    {
        if (options.Member(name) is not { } member)
            return null;
        if (Known.GetOrAdd(TextOf(member), Built) is { } pattern && pattern.GetGroupNumbers().Length > (grouped ? 1 : 0))
            return pattern;

        problems.Add(
            $"\"options.{name}\": write a regular expression{(grouped ? " with one group in parentheses" : "")}, without look-around or back references.");
        return null;
    }

    /// <summary>What the first group that took part in the match holds; null when nothing matches or the group is empty.</summary>
    public static string? First(this Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match && match.Groups.Values.Skip(1).FirstOrDefault(group => group.Success) is { Length: > 0 } found
            ? found.Value
            : null;

    /// <summary>What the groups of a match caught, in the order of the expression.</summary>
    public static IEnumerable<string> Caught(this Match match) =>
        match.Groups.Values.Skip(1).Where(group => group.Length > 0).Select(group => group.Value);

    // A list of expressions is one whose alternatives stand in that order. An empty one would match everywhere.
    private static string TextOf(JsonElement stated)
    {
        if (stated.ValueKind != JsonValueKind.Array)
            return ((JsonElement?)stated).Text() ?? "";

        var parts = stated.EnumerateArray().Select(part => ((JsonElement?)part).Text()).ToList();
        return parts.TrueForAll(part => part is { Length: > 0 }) ? string.Join('|', parts) : "";
    }

    private static Regex? Built(string pattern)
    {
        try
        {
            return pattern.Length > 0 ? new Regex(pattern, Linear) : null;
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
