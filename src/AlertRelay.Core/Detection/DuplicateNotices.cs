namespace AlertRelay.Detection;

/// <summary>If a list contains a notice twice, the newer one counts, whatever the order of the list.</summary>
internal static class DuplicateNotices
{
    public static IReadOnlyList<ObservedNotice> Collapse(IReadOnlyList<ObservedNotice> observedNotices, DateTimeOffset at) =>
    [
        .. observedNotices
            .GroupBy(observed => observed.Notice.Key)
            .Select(group => group.Skip(1).Any() ? Best(group, at) : group.First()),
    ];

    private static ObservedNotice Best(IEnumerable<ObservedNotice> group, DateTimeOffset at) =>
        group.OrderBy(observed => observed.Notice.ImplausibleReason is null)
            .ThenBy(observed => NoticeDates.Believable(observed.Notice.UpdatedAt, at) ?? DateTimeOffset.MinValue)
            .ThenBy(observed => observed.Notice.Level.Severity)
            .ThenBy(observed => observed.Notice.Level.Step)
            .ThenBy(observed => NoticeFingerprints.Observed(observed.Notice), StringComparer.Ordinal)
            .Last();
}
