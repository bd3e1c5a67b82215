using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Clusters;

/// <summary>
/// Finds clusters in the alerts that the relay published: a country that several governments raise within a short time. Governments are counted, not
/// channels, and times are those of detection. A pure function: the same alerts give the same clusters, with the same ids.
/// </summary>
internal sealed class ClusterRules(ChannelCatalog catalog, ClusterOptions options)
{
    /// <param name="news">The alerts that follow those of the state, in the order of their publication.</param>
    /// <param name="isUpToDate">Whether there are no more alerts: only then is it certain that nobody raised a country up to now.</param>
    public (ClusterState State, IReadOnlyList<Alert> Alerts) Follow(ClusterState state, IEnumerable<Alert> news, DateTimeOffset now, bool isUpToDate)
    {
        var step = new Step(catalog, options, state, now);
        foreach (var alert in news)
            step.Take(alert);
        if (isUpToDate)
            step.EndQuiet(now);

        return (step.State, step.Alerts);
    }

    private sealed class Step(ChannelCatalog catalog, ClusterOptions options, ClusterState state, DateTimeOffset now)
    {
        // Alerts of channels that are polled at the same time may be published in another order than they were detected.
        private static readonly TimeSpan Disorder = TimeSpan.FromHours(1);

        // A notice that changes all the time must not make the state grow.
        private const int MaxRaises = 2000, MaxLowered = 2000;

        private readonly List<Raise> _raises = [.. state.Raises];
        private readonly List<LoweredLevel> _lowered = [.. state.Lowered];
        private readonly List<OpenCluster> _open = [.. state.Open];
        private DateTimeOffset _latest = DateTimeOffset.MinValue;

        public List<Alert> Alerts { get; } = [];

        public ClusterState State => state with
        {
            Raises = [.. _raises.Where(raise => _latest - raise.Member.DetectedAt <= options.Within + Disorder).TakeLast(MaxRaises)],
            Lowered = [.. _lowered.Where(lowered => _latest - lowered.At <= options.EndsAfter + Disorder).TakeLast(MaxLowered)],
            Open = [.. _open],
        };

        public void Take(Alert alert)
        {
            if (alert.Kind != EventKind.Alert || alert.Category != Category.Travel)
                return;

            EndQuiet(alert.DetectedAt);
            var channel = catalog.FindAlsoFormer(alert.Channel);
            var changed = UpdateStanding(alert, channel);
            if (IsRaised(alert, channel) && !IsReturn(alert))
                changed.AddRange(Add(alert, channel));
            if (alert.Change is ChangeKind.Lowered or ChangeKind.Withdrawn && HighestOf(alert) is { } level)
                _lowered.Add(new LoweredLevel(alert.Channel, alert.Key, level, alert.DetectedAt));
            foreach (var place in changed.DistinctBy(place => place.Code).ToList())
                Open(place);
        }

        public void EndQuiet(DateTimeOffset at)
        {
            _latest = at > _latest ? at : _latest;
            foreach (var quiet in _open.FindAll(cluster => at - cluster.LastRaiseAt >= options.EndsAfter))
            {
                _open.Remove(quiet);
                Send(quiet, ChangeKind.Withdrawn);
            }
        }

        // A notice may leave its raised level, and return to it, before there are enough governments.
        private List<Area> UpdateStanding(Alert alert, Channel? channel)
        {
            var changed = new List<Area>();
            for (var i = 0; i < _raises.Count; i++)
            {
                var raise = _raises[i];
                if (raise.Member.Channel != alert.Channel || raise.Notice != alert.Key || StandsAfter(raise, alert, channel) == raise.Stands)
                    continue;

                _raises[i] = raise with { Stands = !raise.Stands };
                changed.Add(raise.Place);
            }

            return changed;
        }

        private static bool StandsAfter(Raise raise, Alert alert, Channel? channel) =>
            alert.Change != ChangeKind.Withdrawn
            && (!alert.Level.IsKnown ? raise.Stands
                : raise.Before is { } before ? alert.Level.CompareTo(before) > 0
                : IsAboveLowest(alert.Level, channel));

        private static bool IsRaised(Alert alert, Channel? channel) =>
            alert.Level.IsKnown
            && (alert.Change == ChangeKind.Raised || (alert.Change == ChangeKind.Issued && IsAboveLowest(alert.Level, channel)));

        private static bool IsAboveLowest(Level level, Channel? channel) =>
            level.Severity > Severity.Minor && (channel is null || channel.Levels.Count == 0 || level.Step > channel.Levels.Values.Min(known => known.Step));

        private bool IsReturn(Alert alert) => _lowered.Exists(lowered =>
            lowered.Channel == alert.Channel && lowered.Notice == alert.Key
            && alert.DetectedAt - lowered.At < options.EndsAfter
            && alert.Level.CompareTo(lowered.Level) <= 0);

        private static Level? HighestOf(Alert alert) =>
            alert.PreviousLevel is { IsKnown: true } before && (!alert.Level.IsKnown || before.CompareTo(alert.Level) > 0) ? before
            : alert.Level.IsKnown ? alert.Level
            : null;

        private IReadOnlyList<Area> Add(Alert alert, Channel? channel)
        {
            var member = ClusterAlert.MemberOf(alert, channel);
            foreach (var place in alert.Areas.DistinctBy(area => area.Code))
            {
                var open = _open.FindIndex(cluster => cluster.Place.Code == place.Code);
                if (open < 0)
                    _raises.Add(new Raise(place, alert.Key, alert.PreviousLevel, Stands: true, member));
                else
                    _open[open] = Joined(_open[open], member);
            }

            return alert.Areas;
        }

        // A member that raises the country again is no further government, but the cluster goes on.
        private OpenCluster Joined(OpenCluster cluster, ClusterMember member)
        {
            var known = cluster.Members.Any(other => other.Government == member.Government);
            var joined = cluster with
            {
                Members = known
                    ? [.. cluster.Members.Select(other => other.Government == member.Government && member.Severity >= other.Severity ? member : other)]
                    : [.. cluster.Members, member],
                LastRaiseAt = member.DetectedAt > cluster.LastRaiseAt ? member.DetectedAt : cluster.LastRaiseAt,
            };
            return known ? joined : Send(joined, ChangeKind.Raised);
        }

        private void Open(Area place)
        {
            if (_open.Exists(cluster => cluster.Place.Code == place.Code) || MembersOf(place) is not { Count: > 0 } members)
                return;

            _raises.RemoveAll(raise => raise.Place.Code == place.Code);
            var first = members.MinBy(member => (member.DetectedAt, member.Alert))!;
            var cluster = new OpenCluster(
                place, $"{place.Code}:{first.Alert}", members, Revision: 0, Alerts: [], Level: null, members.Max(member => member.DetectedAt));
            _open.Add(Send(cluster, ChangeKind.Issued));
        }

        /// <returns>The newest raise of each government in the first time span that has enough of them; empty if there is none.</returns>
        private List<ClusterMember> MembersOf(Area place)
        {
            var standing = _raises.Where(raise => raise.Stands && raise.Place.Code == place.Code).Select(raise => raise.Member)
                .OrderBy(member => member.DetectedAt).ToList();
            foreach (var last in standing)
            {
                var governments = standing
                    .Where(member => member.DetectedAt <= last.DetectedAt && last.DetectedAt - member.DetectedAt <= options.Within)
                    .GroupBy(member => member.Government)
                    .Select(ofOne => ofOne.Last())
                    .ToList();
                if (governments.Count >= options.MinimumAuthorities)
                    return governments;
            }

            return [];
        }

        private OpenCluster Send(OpenCluster cluster, ChangeKind change)
        {
            var (next, alert) = ClusterAlert.Write(cluster, change, options, now);
            Alerts.Add(alert);
            return next;
        }
    }
}
