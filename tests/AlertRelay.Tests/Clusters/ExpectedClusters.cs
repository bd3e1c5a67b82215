using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Clusters;

namespace AlertRelay.Tests.Clusters;

/// <param name="Members">The ids of the members' alerts, in any order.</param>
internal sealed record ExpectedCluster(string Place, ChangeKind Change, string Members)
{
    public static ExpectedCluster Of(string place, ChangeKind change, IEnumerable<string> members) =>
        new(place, change, string.Join(' ', members.Order(StringComparer.Ordinal)));

    public static ExpectedCluster Of(Alert alert) =>
        Of(alert.Areas.Single().Code, alert.Change, alert.Cluster!.Members.Select(member => member.Alert));
}

/// <summary>Which clusters some alerts should give: computed without memory, from all alerts again for each.</summary>
internal sealed class ExpectedClusters(IReadOnlyList<Alert> alerts, ChannelCatalog catalog, ClusterOptions options)
{
    /// <summary>By place, each place's in order.</summary>
    public IReadOnlyList<ExpectedCluster> All => [.. alerts.SelectMany(alert => alert.Areas).Select(area => area.Code).Distinct().SelectMany(Of)];

    private IEnumerable<ExpectedCluster> Of(string place)
    {
        var (used, last) = (-1, default(DateTimeOffset?));
        Dictionary<string, Alert> members = [];
        for (var now = 0; now < alerts.Count; now++)
        {
            var at = alerts[now].DetectedAt;
            if (last is { } quietSince && at >= quietSince + options.EndsAfter)
            {
                yield return ExpectedCluster.Of(place, ChangeKind.Withdrawn, Ids());
                last = null;
            }

            if (last is null)
            {
                members = Opening(place, used, now);
                if (members.Count == 0)
                    continue;

                (used, last) = (now, members.Values.Max(member => member.DetectedAt));
                yield return ExpectedCluster.Of(place, ChangeKind.Issued, Ids());
                continue;
            }

            if (!alerts[now].Areas.Any(area => area.Code == place) || !IsRaise(now))
                continue;

            var isFurther = !members.ContainsKey(Government(alerts[now]));
            if (isFurther || alerts[now].Level.Severity >= members[Government(alerts[now])].Level.Severity)
                members[Government(alerts[now])] = alerts[now];
            (used, last) = (now, at > last ? at : last);
            if (isFurther)
                yield return ExpectedCluster.Of(place, ChangeKind.Raised, Ids());
        }

        IEnumerable<string> Ids() => members.Values.Select(member => member.Id);
    }

    private Dictionary<string, Alert> Opening(string place, int used, int now)
    {
        var raises = Enumerable.Range(used + 1, now - used)
            .Where(index => alerts[index].Areas.Any(area => area.Code == place) && IsRaise(index) && Stands(index, now))
            .Select(index => alerts[index])
            .OrderBy(raise => raise.DetectedAt)
            .ToList();
        foreach (var end in raises.Select(raise => raise.DetectedAt))
        {
            var within = raises.Where(raise => raise.DetectedAt <= end && raise.DetectedAt >= end - options.Within).ToList();
            var newest = within.GroupBy(Government).ToDictionary(ofOne => ofOne.Key, ofOne => ofOne.Last());
            if (newest.Count >= options.MinimumAuthorities)
                return newest;
        }

        return [];
    }

    private bool IsRaise(int index)
    {
        var alert = alerts[index];
        return alert.Category == Category.Travel
            && alert.Level.IsKnown
            && (alert.Change == ChangeKind.Raised || (alert.Change == ChangeKind.Issued && alert.Level.Severity > Severity.Minor))
            && !SameNotice(alert, 0, index).Any(earlier =>
                earlier.Change is ChangeKind.Lowered or ChangeKind.Withdrawn
                && alert.DetectedAt - earlier.DetectedAt < options.EndsAfter
                && (earlier.PreviousLevel?.CompareTo(alert.Level) > 0 || Equal(earlier.PreviousLevel, alert.Level)
                    || (earlier.Change == ChangeKind.Withdrawn && earlier.Level.IsKnown && earlier.Level.CompareTo(alert.Level) >= 0)));
    }

    private static bool Equal(Level? one, Level other) => one is { IsKnown: true } && one.CompareTo(other) == 0;

    // The last that its publisher said of the notice since decides.
    private bool Stands(int raised, int now)
    {
        var since = SameNotice(alerts[raised], raised + 1, now + 1)
            .LastOrDefault(later => later.Change == ChangeKind.Withdrawn || later.Level.IsKnown);
        return since is null
            || (since.Change != ChangeKind.Withdrawn
                && (alerts[raised].PreviousLevel is { } before ? since.Level.CompareTo(before) > 0 : since.Level.Severity > Severity.Minor));
    }

    private IEnumerable<Alert> SameNotice(Alert alert, int from, int until) =>
        alerts.Skip(from).Take(until - from).Where(other => other.Channel == alert.Channel && other.Key == alert.Key);

    private string Government(Alert alert) => catalog.FindAlsoFormer(alert.Channel)?.Country ?? alert.Authority;
}
