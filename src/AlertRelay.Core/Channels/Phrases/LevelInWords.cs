using AlertRelay.Alerts;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels.Phrases;

/// <summary>The level of a notice whose text states it in words.</summary>
internal static class LevelInWords
{
    /// <summary>"rouge+jaune": a part at "rouge", the country at "jaune". A part counts where it is more severe than the country.</summary>
    public static Level Of(WordedLevels read, Channel channel)
    {
        if (read.Contradicting.Count > 0)
            return Level.Unreadable(string.Join(", ", read.Contradicting));

        var step = read.Whole is { } whole ? channel.LevelOf(whole).Step : 0;
        var parts = read.Parts.Where(part => channel.LevelOf(part).Step > step).ToList();
        return read.Whole is null ? ZonedLevel.OfParts(parts, channel) : Named(ZonedLevel.Of([.. parts, read.Whole], channel), parts, read.Whole, channel);
    }

    // "Zones formellement déconseillées; Vigilance renforcée", where the scale has words for a part.
    private static Level Named(Level level, List<string> parts, string whole, Channel channel) =>
        parts.Count > 0 && level.IsKnown
            ? level with { Label = string.Join("; ", [.. parts.AsEnumerable().Reverse().Select(part => LabelOf(part, channel)), channel.LevelOf(whole).Label]) }
            : level;

    private static string? LabelOf(string part, Channel channel) =>
        channel.LevelOf(ZonedLevel.InPartsOf(part)) is { IsKnown: true } own ? own.Label : channel.LevelOf(part).Label;
}
