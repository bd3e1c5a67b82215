using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>A notice's present level as an alert, for those who subscribe while it is in force.</summary>
internal static class Snapshot
{
    public const string Mark = "snapshot: the level was there before", HeldMark = "a change of it waits for confirmation";

    /// <summary>Of levels that are in force, not lists of the latest publications.</summary>
    public static bool Includes(Category category) => category is Category.Travel or Category.Threat;

    public static bool IsInForce(NoticeState notice) =>
        notice is { LastNotified: { Withdrawn: false, HasNoAdvice: false }, Withdrawn: false, MovedTo: null, AbsentSince: null }
            && notice.LastNotified.Level != Level.None
            && EvidenceOf(notice) is not null;

    /// <param name="unreadSince">Since when the channel was not read; null if it is read as usual.</param>
    public static Alert Of(Channel channel, NoticeState notice, DateTimeOffset? unreadSince, DateTimeOffset at)
    {
        string[] marks = [Mark, .. Warnings(notice, unreadSince)];
        var change = new Change(ChangeKind.Issued, null, notice.LastNotified!, EvidenceOf(notice)!, notice, notice.Alerts, marks);
        var version = string.Create(
            CultureInfo.InvariantCulture,
            $"{(notice.LastNotifiedAt ?? notice.DecidedAt).UtcTicks}\n{notice.UnreadableLevel}\n{string.Join('\n', marks)}");
        return AlertWriter.Write(channel, change, at) with
        {
            // The same for all who subscribe while it is so.
            Id = AlertId.Of($"snapshot {channel.Id}", $"{notice.Key}\n{version}", notice.Revision),
            IsSnapshot = true,
            MessageType = MessageType.Alert,
        };
    }

    private static Evidence? EvidenceOf(NoticeState notice) => notice.LevelOrigin?.Evidence ?? notice.LastEvidence;

    private static IEnumerable<string> Warnings(NoticeState notice, DateTimeOffset? unreadSince)
    {
        if ((notice.Page is { IsDue: true, FailingSince: { } failing } ? failing : unreadSince) is { } since)
            yield return string.Create(CultureInfo.InvariantCulture, $"not read since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (notice.PendingChange is not null || notice.MissingSince is not null)
            yield return HeldMark;
    }
}
