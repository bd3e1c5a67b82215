using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>A notice's present level as an alert, for those who subscribe while it is in force.</summary>
internal static class Snapshot
{
    public const string Mark = "snapshot: the level was there before", UnreadableMark = "the present level cannot be read; this is the last that could";

    public static bool IsInForce(NoticeState notice) =>
        notice is { LastNotified: { Withdrawn: false, HasNoAdvice: false }, Withdrawn: false, MovedTo: null, AbsentSince: null }
            && notice.LastNotified.Level != Level.None;

    public static Alert Of(Channel channel, NoticeState notice, DateTimeOffset at)
    {
        var known = notice.LastNotified!;
        string[] marks = notice.LevelUnreadableSince is null ? [Mark] : [Mark, UnreadableMark];
        var evidence = notice.LevelOrigin?.Evidence ?? notice.LastEvidence ?? new Evidence(known.Link, notice.LastNotifiedAt ?? at, new string('0', 64));
        var change = new Change(ChangeKind.Issued, null, known, evidence, notice, notice.Alerts, marks);
        var version = (notice.LastNotifiedAt ?? notice.DecidedAt).UtcTicks.ToString(CultureInfo.InvariantCulture);
        return AlertWriter.Write(channel, change, at) with
        {
            // The same for all who subscribe while this version is in force.
            Id = AlertId.Of($"snapshot {channel.Id}", $"{notice.Key}\n{version}", notice.Revision),
            IsSnapshot = true,
            MessageType = MessageType.Alert,
        };
    }
}
