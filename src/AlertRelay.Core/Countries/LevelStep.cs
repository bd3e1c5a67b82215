using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Countries;

/// <summary>One change of one authority's level about a country.</summary>
/// <param name="Government">A short name.</param>
/// <param name="From">Null if nothing was said before, as far as the relay knows.</param>
/// <param name="To">Null if nothing is said since.</param>
/// <param name="Alert">The id; null if the change was recorded without an alert.</param>
public sealed record LevelStep(DateTimeOffset At, string Channel, string Government, Level? From, Level? To, string? Alert)
{
    internal static IEnumerable<LevelStep> Of(Channel channel, IEnumerable<LevelPeriod> periods)
    {
        foreach (var ofNotice in periods.GroupBy(period => period.Key))
        {
            LevelPeriod? before = null;
            foreach (var period in ofNotice.OrderBy(period => period.From))
            {
                // What was there when the relay began to watch is no change.
                if (before is not null || period.AlertId is not null)
                    yield return new LevelStep(period.From, channel.Id, GovernmentName.Of(channel), before?.Level, period.Level, period.AlertId);
                before = period;
            }
        }
    }
}
