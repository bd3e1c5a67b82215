namespace AlertRelay.Channels.Countries;

/// <summary>A word of a running text.</summary>
/// <param name="Id">Which word of the names' vocabulary it is; negative for any other.</param>
internal readonly record struct TextToken(int Id, bool Capital, bool AllCapitals);
