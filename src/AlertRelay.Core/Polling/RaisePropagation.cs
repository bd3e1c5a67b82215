using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>
/// After a level is raised for some countries, the other channels that cover them are polled soon, within their minimum intervals. It is stored in
/// the row of the channel that raised its level, so all instances see it without a message.
/// </summary>
public sealed record RaisePropagation(DateTimeOffset At, IReadOnlyList<string> Countries)
{
    private static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    public static RaisePropagation? Of(IEnumerable<Change> changes, DateTimeOffset at) =>
        changes.Where(change => change.Kind == ChangeKind.Raised)
            .SelectMany(change => change.After.Areas)
            .Select(area => area.Code.Split('-')[0])
            .Distinct()
            .ToList() is { Count: > 0 } countries
            ? new RaisePropagation(at, countries)
            : null;

    /// <summary>When the channel should be polled because another one raised a level; null if it was polled since, or if none did.</summary>
    public static DateTimeOffset? DueAt(Channel channel, ChannelState state, IEnumerable<ChannelState> others, DateTimeOffset now)
    {
        var newest = others
            .Where(other => other.Channel != channel.Id && other.RaisedElsewhere is { } raise && now - raise.At < Duration
                && raise.At <= now + PollSchedule.ClockDrift && raise.Concerns(channel))
            .Max(other => other.RaisedElsewhere?.At);
        return newest > state.LastPollAt ? Later(newest.Value, state.SoonestAt) : null;
    }

    // Travel advice covers the world. Other channels cover their own country.
    private bool Concerns(Channel channel) => channel.Category == Category.Travel || (channel.Country is { } country && Countries.Contains(country));

    private static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset? other) => other > first ? other.Value : first;
}
