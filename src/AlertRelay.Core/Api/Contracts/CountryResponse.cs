using AlertRelay.Alerts;
using AlertRelay.Countries;

namespace AlertRelay.Api.Contracts;

/// <param name="At">When it was so.</param>
internal sealed record CountryList(DateTimeOffset At, IReadOnlyList<CountrySummary> Countries)
{
    public static CountryList Of(DateTimeOffset at, IEnumerable<CountryPicture> pictures) => new(at, [.. pictures.Select(CountrySummary.Of)]);
}

/// <summary>What every government says about one country, in short.</summary>
internal sealed record CountrySummary(
    Area Country, LevelComparison Whole, LevelComparison Parts, LevelChanges Changes, IReadOnlyList<AuthorityCell> Authorities)
{
    public static CountrySummary Of(CountryPicture picture) => new(
        picture.Country, picture.Whole, picture.Parts, picture.Changes, [.. picture.Authorities.Select(AuthorityCell.Of)]);
}

/// <param name="Whole">What is said of the whole country; null if nothing is.</param>
/// <param name="Part">The most severe that is said of a part; null if nothing is.</param>
/// <param name="Since">Since when the relay has known this level.</param>
internal sealed record AuthorityCell(string Channel, string Government, Knowledge State, Level? Whole, Level? Part, DateTimeOffset? Since)
{
    public static AuthorityCell Of(AuthorityLevel level) => new(level.Channel, level.Government, level.State, level.Whole, level.Part, level.Since);
}

/// <summary>What every government says about one country, with the words, the evidence and the changes of the twelve months before.</summary>
/// <param name="History">The newest first; at most 200.</param>
internal sealed record CountryResponse(
    Area Country, DateTimeOffset At, IReadOnlyList<AuthorityLevel> Authorities, LevelComparison Whole, LevelComparison Parts, LevelChanges Changes,
    IReadOnlyList<LevelStep> History)
{
    public static CountryResponse Of(CountryPicture picture, IReadOnlyList<LevelStep> history) => new(
        picture.Country, picture.At, picture.Authorities, picture.Whole, picture.Parts, picture.Changes, history);
}
