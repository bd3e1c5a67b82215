using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>
/// A rise for some countries: the other channels that cover them are looked at soon, within what their publishers allow. It stands in the row of
/// the channel that rose, so it needs no message, and every instance sees it.
/// </summary>
public sealed record RaisePropagation(DateTimeOffset At, IReadOnlyList<string> Countries)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    public static RaisePropagation? Of(IEnumerable<Change> changes, DateTimeOffset at) =>
        changes.Where(change => change.Kind == ChangeKind.Raised)
            .SelectMany(change => change.After.Areas)
            .Select(area => area.Code.Split('-')[0])
            .Distinct()
            .ToList() is { Count: > 0 } countries
            ? new RaisePropagation(at, countries)
            : null;

    /// <summary>When the channel should be polled because another one rose; null when it saw that time already, or none did.</summary>
    public static DateTimeOffset? DueAt(Channel channel, ChannelState state, IEnumerable<ChannelState> others, DateTimeOffset now)
    {
        var newest = others
            .Where(other => other.Channel != channel.Id && other.Surge is { } surge && now - surge.At < Lasts && surge.Concerns(channel))
            .Max(other => other.Surge?.At);
        return newest > state.LastPollAt ? Later(newest.Value, state.SoonestAt) : null;
    }

    // Travel advice covers the world; the others speak of their own country.
    private bool Concerns(Channel channel) => channel.Category == Category.Travel || (channel.Country is { } country && Countries.Contains(country));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
