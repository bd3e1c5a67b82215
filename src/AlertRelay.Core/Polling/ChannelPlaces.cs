using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>Checks the places of channels whose notices are about places: see <see cref="Channel.HasPlaces"/>.</summary>
internal static class ChannelPlaces
{
    private const int MinNotices = 5;
    private static readonly TimeSpan MaxLossTime = TimeSpan.FromDays(3);

    public static int CountOf(NoticeReading reading) => reading.Entries.Count(entry => entry.Notice?.Areas.Count > 0);

    /// <returns>The error if the list has lost most of its places; otherwise null. After three days the list is accepted as it is.</returns>
    public static string? LossOf(Channel channel, DocumentState? before, NoticeReading reading, DateTimeOffset now)
    {
        var notices = reading.Entries.Count(entry => entry.Notice is not null);
        var unplaced = notices - CountOf(reading);
        return channel.HasPlaces
            && notices >= MinNotices && 2 * unplaced > notices
            && before is not null && 2 * before.Placed > before.Entries
            && now - before.ReadAt < MaxLossTime
                ? $"the places of {unplaced} of {notices} notices cannot be read any more"
                : null;
    }

    /// <summary>A notice whose place cannot be read this time keeps its known place.</summary>
    public static ObservedNotice WithKnownPlace(Channel channel, IReadOnlyDictionary<string, NoticeState> known, ObservedNotice observed) =>
        channel.HasPlaces && observed.Notice.Areas.Count == 0 && known.GetValueOrDefault(observed.Notice.Key)?.LastNotified?.Areas is { Count: > 0 } areas
            ? observed with { Notice = observed.Notice with { Areas = areas } }
            : observed;
}
