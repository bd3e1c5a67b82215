namespace AlertRelay.Detection;

/// <summary>A list that shows one notice twice means the newer one. The order of the list never matters.</summary>
public static class Doubles
{
    public static IReadOnlyList<Sighting> Collapse(IReadOnlyList<Sighting> sightings, DateTimeOffset at) =>
    [
        .. sightings
            .GroupBy(sighting => sighting.Notice.Key)
            .Select(group => group.Skip(1).Any() ? Best(group, at) : group.First()),
    ];

    private static Sighting Best(IEnumerable<Sighting> group, DateTimeOffset at) =>
        group.OrderBy(sighting => sighting.Notice.Doubt is null)
            .ThenBy(sighting => Dates.Believable(sighting.Notice.UpdatedAt, at) ?? DateTimeOffset.MinValue)
            .ThenBy(sighting => sighting.Notice.Level.Severity)
            .ThenBy(sighting => sighting.Notice.Level.Step)
            .ThenBy(sighting => Facts.Shown(sighting.Notice), StringComparer.Ordinal)
            .Last();
}
