using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The level of a country for which a publisher states several, each for a part of it. The lowest one holds for the rest. A part at a level is as severe
/// as the whole, unless the catalogue has an entry of its own for it ("rood in parts").
/// </summary>
internal static class ZonedLevel
{
    private const string InParts = " in parts";

    // Four levels of at most seven steps, the most severe first, the last one repeated: 4 alone is above 4 with 3, that above 4 with 2, and 3 alone below all.
    private const int Zones = 4;
    private const int Base = 8;

    public static Level Of(IEnumerable<string> stated, Channel channel)
    {
        var levels = stated.Select(channel.LevelOf)
            .DistinctBy(level => (level.IsKnown, level.Step, level.Label))
            .OrderByDescending(level => level.Step)
            .ToList();
        var native = string.Join('+', levels.Select(level => level.Native));
        if (levels.Count == 0 || !levels.TrueForAll(level => level.IsKnown))
            return Level.Unreadable(native.Length > 0 ? native : "not stated");

        var step = StepOf([.. levels.Select(level => level.Step)]);
        return levels is [var whole]
            ? whole with { Step = step }
            : new Level(native, string.Join("; ", levels.Select(level => level.Label)), SeverityOf(levels, channel), Scope.Part, step);
    }

    /// <summary>What the scale calls a value that holds in parts only.</summary>
    public static string InPartsOf(string stated) => stated + InParts;

    /// <summary>Of a country of which nothing is said but the levels of parts. The scale names each: "rood in parts".</summary>
    public static Level OfParts(IEnumerable<string> stated, Channel channel)
    {
        var levels = stated.Distinct()
            .Select(part => (Native: part, Level: channel.LevelOf(InPartsOf(part))))
            .OrderByDescending(part => part.Level.Step)
            .ToList();
        var native = string.Join('+', levels.Select(part => part.Native));
        return levels.Count == 0 || !levels.TrueForAll(part => part.Level.IsKnown)
            ? Level.Unreadable(native.Length > 0 ? native : "not stated")
            : new Level(
                native + InParts,
                string.Join("; ", levels.Select(part => part.Level.Label)),
                levels.Max(part => part.Level.Severity),
                Scope.Part,
                StepOf([.. levels.Select(part => part.Level.Step), 0]));
    }

    /// <summary>What a level of <see cref="Of"/> or <see cref="OfParts"/> was made of.</summary>
    /// <returns>Null if it states one value only.</returns>
    public static (Level? Whole, IReadOnlyList<Level> Parts)? ValuesOf(Level level, Channel channel)
    {
        var isOfParts = level.Native?.EndsWith(InParts, StringComparison.Ordinal) == true;
        var natives = isOfParts ? level.Native![..^InParts.Length].Split('+') : level.Native?.Split('+') ?? [];
        if (natives.Length < 2)
            return null;

        var whole = isOfParts ? null : channel.LevelOf(natives[^1]);
        var parts = (isOfParts ? natives : natives[..^1]).Select(part => PartOf(part, channel)).ToList();
        return whole is { IsKnown: false } || parts.Exists(part => !part.IsKnown) ? null : (whole, parts);
    }

    private static Level PartOf(string native, Channel channel) =>
        channel.LevelOf(InPartsOf(native)) is { IsKnown: true } part ? part : channel.LevelOf(native) with { Scope = Scope.Part };

    private static int StepOf(IReadOnlyList<int> zones) =>
        Enumerable.Range(0, Zones).Aggregate(0, (sum, zone) => (sum * Base) + zones[Math.Min(zone, zones.Count - 1)]);

    private static Severity SeverityOf(List<Level> levels, Channel channel)
    {
        var parts = levels.SkipLast(1).Select(level => channel.LevelOf(InPartsOf(level.Native!)) is { IsKnown: true } part ? part : level);
        return parts.Append(levels[^1]).Max(level => level.Severity);
    }
}
