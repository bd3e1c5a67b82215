using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Clusters;

/// <summary>Creates the alerts of a cluster.</summary>
internal static class ClusterAlert
{
    // Publishers' texts: a cluster must stay small whatever they wrote.
    private const int MaxHeadline = 300, MaxLink = 500, MaxNames = 12, MaxReferences = 20;

    public static ClusterMember MemberOf(Alert alert, Channel? channel) => new(
        alert.Id, alert.Channel, channel?.Country, channel is null ? alert.Authority : GovernmentName.Of(channel), alert.Authority,
        TextTruncation.To(alert.Headline, MaxHeadline),
        alert.Level.Severity, alert.Level.Scope,
        alert.Link.OriginalString.Length <= MaxLink || channel is null ? alert.Link : channel.Homepage,
        alert.DetectedAt);

    /// <returns>The cluster after this alert, and the alert.</returns>
    public static (OpenCluster Next, Alert Alert) Write(OpenCluster cluster, ChangeKind change, ClusterOptions options, DateTimeOffset now)
    {
        var revision = cluster.Revision + 1;
        var members = cluster.Members.OrderBy(member => member.DetectedAt).ThenBy(member => member.Alert, StringComparer.Ordinal).ToList();
        var level = new Level(null, null, members.Max(member => member.Severity), members.TrueForAll(IsPart) ? Scope.Part : Scope.Whole);
        var place = level.Scope == Scope.Part ? $"parts of {cluster.Place.Name}" : cluster.Place.Name;
        var sentence = Sentence(place, members, options);
        var isOver = change == ChangeKind.Withdrawn;
        var alert = RelayEvents.New(AlertId.Of(Cluster.ChannelId, cluster.Key, revision), cluster.Key, now) with
        {
            Channel = Cluster.ChannelId,
            Cluster = new Cluster(members[0].DetectedAt, members),
            Revision = revision,
            Change = change,
            MessageType = isOver ? MessageType.Cancel : revision == 1 ? MessageType.Alert : MessageType.Update,
            References = cluster.Alerts,
            Category = Category.Travel,
            Title = $"Several governments raised {place}",
            Headline = isOver ? $"Ended: {sentence}" : sentence,
            Summary = isOver
                ? $"No government raised {cluster.Place.Name} for {Hours(options.EndsAfter)}. The levels that were raised may still be in force."
                : $"Highest severity: {level.Severity}.",
            Text = string.Join('\n', members.Select(member => $"{member.Name}: {member.Headline}")),
            Level = level,
            PreviousLevel = cluster.Level,
            Areas = [cluster.Place],
        };
        var next = cluster with { Revision = revision, Level = level, Alerts = [.. cluster.Alerts.TakeLast(MaxReferences - 1), alert.Id] };
        return (next, alert);
    }

    private static bool IsPart(ClusterMember member) => member.Scope == Scope.Part;

    // A government that joins later makes the time longer.
    private static string Sentence(string place, List<ClusterMember> members, ClusterOptions options)
    {
        var span = members[^1].DetectedAt - members[0].DetectedAt;
        var names = members.Select(member => member.Name).Take(MaxNames);
        var more = members.Count > MaxNames ? $" and {members.Count - MaxNames} more" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{members.Count} governments raised {place} in {Hours(span > options.Within ? span : options.Within)}: {string.Join(", ", names)}{more}");
    }

    private static string Hours(TimeSpan time) =>
        Math.Ceiling(time.TotalHours) is var hours && hours == 1 ? "1 hour" : string.Create(CultureInfo.InvariantCulture, $"{hours} hours");
}
