using System.Text.Json;

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
