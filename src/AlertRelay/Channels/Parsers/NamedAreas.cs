using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>Where a notice is about when its publisher states no code.</summary>
internal static class NamedAreas
{
    /// <summary>The country that speaks; empty for international bodies.</summary>
    public static IReadOnlyList<Area> Own(Channel channel) => channel.Country is { } country && CountryNames.OfAlpha2(country) is { } area ? [area] : [];

    /// <summary>The country that speaks, and each that it names.</summary>
    public static IReadOnlyList<Area> OwnAndIn(string text, Channel channel) =>
        [.. Own(channel).Concat(CountryNames.AllIn(text)).DistinctBy(area => area.Code)];
}
