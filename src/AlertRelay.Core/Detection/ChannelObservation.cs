using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What one poll of a channel observed.</summary>
/// <param name="Notices">The notices that were read, with duplicates, in any order.</param>
/// <param name="List">The document that lists them; null if none was read or none is a list.</param>
/// <param name="Listed">The keys of all listed notices; null if unknown.</param>
internal sealed record ChannelObservation(DateTimeOffset At, IReadOnlyList<ObservedNotice> Notices, IReadOnlySet<string>? Listed = null, Evidence? List = null);

/// <param name="Baseline">From a document that was never read before, so it is the current state and no news.</param>
public sealed record ObservedNotice(Notice Notice, Evidence Evidence, bool Baseline = false);

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
