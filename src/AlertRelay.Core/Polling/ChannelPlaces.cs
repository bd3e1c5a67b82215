using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>The places of a channel whose notices are each about one or more: see <see cref="Channel.HasPlaces"/>.</summary>
internal static class ChannelPlaces
{
    private const int Least = 5;
    private static readonly TimeSpan LossBelievedAfter = TimeSpan.FromDays(3);

    public static int CountOf(NoticeReading reading) => reading.Entries.Count(entry => entry.Notice?.Areas.Count > 0);

    /// <returns>Why a list is not believed that named places and has lost most of them; null when it is believed.</returns>
    public static string? Lost(Channel channel, DocumentState? before, NoticeReading reading, DateTimeOffset now)
    {
        var notices = reading.Entries.Count(entry => entry.Notice is not null);
        var unplaced = notices - CountOf(reading);
        return channel.HasPlaces
            && notices >= Least && 2 * unplaced > notices
            && before is not null && 2 * before.Placed > before.Entries
            && now - before.ReadAt < LossBelievedAfter
                ? $"the places of {unplaced} of {notices} notices cannot be read any more"
                : null;
    }

    /// <summary>A notice whose place cannot be read this time is still about the place that it was about.</summary>
    public static ObservedNotice Kept(Channel channel, IReadOnlyDictionary<string, NoticeState> known, ObservedNotice observed) =>
        channel.HasPlaces && observed.Notice.Areas.Count == 0 && known.GetValueOrDefault(observed.Notice.Key)?.LastNotified?.Areas is { Count: > 0 } areas
            ? observed with { Notice = observed.Notice with { Areas = areas } }
            : observed;
}
