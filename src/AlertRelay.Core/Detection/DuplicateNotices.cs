namespace AlertRelay.Detection;

/// <summary>A list that shows one notice twice means the newer one. The order of the list never matters.</summary>
internal static class DuplicateNotices
{
    public static IReadOnlyList<ObservedNotice> Collapse(IReadOnlyList<ObservedNotice> sightings, DateTimeOffset at) =>
    [
        .. sightings
            .GroupBy(sighting => sighting.Notice.Key)
            .Select(group => group.Skip(1).Any() ? Best(group, at) : group.First()),
    ];

    private static ObservedNotice Best(IEnumerable<ObservedNotice> group, DateTimeOffset at) =>
        group.OrderBy(sighting => sighting.Notice.ImplausibleReason is null)
            .ThenBy(sighting => NoticeDates.Believable(sighting.Notice.UpdatedAt, at) ?? DateTimeOffset.MinValue)
            .ThenBy(sighting => sighting.Notice.Level.Severity)
            .ThenBy(sighting => sighting.Notice.Level.Step)
            .ThenBy(sighting => NoticeFingerprints.Observed(sighting.Notice), StringComparer.Ordinal)
            .Last();
}
