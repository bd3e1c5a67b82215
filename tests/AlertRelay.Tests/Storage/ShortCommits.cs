using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Storage;

internal static class ShortCommits
{
    /// <summary>A commit that replaces no version.</summary>
    public static Task<bool> Commit(
        this IChannelStore store, ChannelState state, IReadOnlyList<NoticeState> notices, IReadOnlyList<Alert> alerts, CancellationToken cancellationToken) =>
        store.Commit(state, notices, alerts, [], [], cancellationToken);

    /// <summary>Without levels.</summary>
    public static Task<bool> Commit(
        this IChannelStore store, ChannelState state, IReadOnlyList<NoticeState> notices, IReadOnlyList<Alert> alerts, IReadOnlyList<NoticeVersion> past,
        CancellationToken cancellationToken) =>
        store.Commit(state, notices, alerts, past, [], cancellationToken);

    public static Task<bool> Commit(
        this IChannelStore store, ChannelState state, IReadOnlyList<NoticeState> notices, IReadOnlyList<Alert> alerts, IReadOnlyList<NoticeVersion> past,
        IReadOnlyList<LevelPeriod> levels, CancellationToken cancellationToken) =>
        store.Commit(new PollCommit(state) { Notices = notices, Alerts = alerts, Past = past, Levels = levels }, cancellationToken);
}
