using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>What the options of all parsers have in common. A parser's own method reads them, and adds a sentence for each thing that is wrong.</summary>
internal static class ParserOptions
{
    /// <returns>What is wrong, in one sentence each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Problems<T>(JsonElement options, Func<JsonElement, List<string>, T> read)
    {
        var problems = new List<string>();
        read(options, problems);
        return problems;
    }

    /// <exception cref="ShapeException">The options are wrong, which the catalogue refuses before.</exception>
    public static T Of<T>(Channel channel, Func<JsonElement, List<string>, T> read)
    {
        var problems = new List<string>();
        var options = read(channel.Options, problems);
        return problems.Count == 0 ? options : throw new ShapeException(problems[0]);
    }

    /// <summary>Options that may all be left out.</summary>
    /// <param name="example">Of an object.</param>
    /// <returns>Whether there is anything to read.</returns>
    public static bool AreStated(JsonElement options, string example, string[] names, List<string> problems)
    {
        if (options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return false;
        if (options.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"\"options\": write an object such as {example}.");
            return false;
        }

        NameUnknown(options, names, problems);
        return true;
    }

    public static void NameUnknown(JsonElement options, string[] names, List<string> problems) =>
        problems.AddRange(options.Members().Select(member => member.Name).Where(name => !names.Contains(name))
            .Select(name => $"\"options\": \"{name}\" is unknown; write \"{string.Join("\", \"", names[..^1])}\" or \"{names[^1]}\"."));
}

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
