using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// GOV.UK states any of four values at once. The catalogue gives each a step of its own (8, 4, 2, 1), so that their sum orders every combination:
/// at the same severity more of the country is higher.
/// </summary>
internal static class GovUkLevel
{
    private const string Nothing = "none";

    public static Level Of(IEnumerable<string> values, Channel channel)
    {
        var stated = values.Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (stated.Count == 0)
            return channel.LevelOf(Nothing);

        var levels = stated.Select(channel.LevelOf).OrderByDescending(level => level.Step).ToList();
        var native = string.Join(',', levels.Select(level => level.Native));
        return levels.All(level => level.IsKnown) ? Together(native, levels) : Level.Unreadable(native);
    }

    /// <summary>What a level of <see cref="Of"/> was made of.</summary>
    /// <returns>Null if it states one value only.</returns>
    public static (Level? Whole, IReadOnlyList<Level> Parts)? ValuesOf(Level level, Channel channel)
    {
        if (level.Native?.Split(',') is not { Length: > 1 } natives)
            return null;

        var values = natives.Select(channel.LevelOf).ToList();
        return values.TrueForAll(value => value.IsKnown)
            ? (values.Where(value => value.Scope == Scope.Whole).MaxBy(value => value.Step), [.. values.Where(value => value.Scope == Scope.Part)])
            : null;
    }

    private static Level Together(string native, List<Level> levels) => new(
        native,
        string.Join("; ", levels.Select((level, index) => index == 0 ? level.Label : LowerFirst(level.Label!))),
        levels.Max(level => level.Severity),
        levels.Exists(level => level.Scope == Scope.Whole) ? Scope.Whole : Scope.Part,
        levels.Sum(level => level.Step));

    private static string LowerFirst(string label) => label.Length == 0 ? label : char.ToLowerInvariant(label[0]) + label[1..];
}
