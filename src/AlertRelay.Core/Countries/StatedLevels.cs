using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Countries;

/// <summary>What a notice's level says of the whole country, and of the most severe part.</summary>
/// <param name="Whole">Null if only parts are spoken of.</param>
/// <param name="Part">Null if no part is spoken of.</param>
internal sealed record StatedLevels(Level? Whole, Level? Part)
{
    /// <summary>Some publishers state several values at once: see <see cref="GovUkLevel"/> and <see cref="ZonedLevel"/>.</summary>
    public static StatedLevels Of(Channel channel, Level level)
    {
        if (!level.IsKnown)
            return new StatedLevels(level, null);

        var (whole, parts) = (GovUkLevel.ValuesOf(level, channel) ?? ZonedLevel.ValuesOf(level, channel)) is { } values
            ? values
            : level.Scope == Scope.Part ? (null, [level]) : (level, []);
        return new StatedLevels(whole, Level.MostSevere(parts));
    }
}
