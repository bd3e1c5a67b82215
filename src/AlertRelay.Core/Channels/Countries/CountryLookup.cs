using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>The names of countries as a publisher of some languages writes them.</summary>
internal sealed class CountryLookup(
    IEnumerable<(string[] Words, Phrase Phrase)> whole, IEnumerable<(string[] Words, Phrase Phrase)> inText, IEnumerable<string> commonWords)
{
    private readonly WholeNameMatcher _whole = new(whole);
    private readonly CountryNameSearch _inText = new(inText, commonWords);

    /// <inheritdoc cref="CountryNames.Named"/>
    public Area? Named(string name) => _whole.Named(name);

    /// <inheritdoc cref="CountryNames.In"/>
    public Area? In(string text) => _inText.In(text).Where(phrase => phrase.First is not null).MaxBy(phrase => phrase.Weight)?.First;

    /// <inheritdoc cref="CountryNames.AllIn"/>
    public IReadOnlyList<Area> AllIn(string text) => [.. _inText.In(text).SelectMany(phrase => phrase.Areas).Distinct()];
}
