using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>Stores whose n-th write does not happen.</summary>
internal class FailingStores(IChannelStore channels, IEvidenceStore evidence, int failAt) : IChannelStore, IEvidenceStore
{
    private int _writes;

    public Alert? Committed { get; private set; }

    public Task<ChannelState?> Find(string channel, CancellationToken cancellationToken) => channels.Find(channel, cancellationToken);

    public Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken) => channels.All(cancellationToken);

    public Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken) =>
        channels.Notices(channel, cancellationToken);

    public Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken) =>
        channels.FindNotice(channel, key, cancellationToken);

    public Task ForgetNotices(string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, CancellationToken cancellationToken) =>
        channels.ForgetNotices(channel, keys, at, cancellationToken);

    public Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken) =>
        channels.VersionAt(channel, key, at, cancellationToken);

    public Task<IReadOnlyList<LevelPeriod>> Levels(string channel, string? country, CancellationToken cancellationToken) =>
        channels.Levels(channel, country, cancellationToken);

    public Task<IReadOnlyList<LevelPeriod>> PastLevels(
        string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken) =>
        channels.PastLevels(channel, country, endedAfter, cancellationToken);

    public Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken) =>
        channels.ForgetVersions(replacedBefore, cancellationToken);

    public virtual async Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken)
    {
        Write();
        var done = await channels.Commit(commit, cancellationToken);
        Committed = commit.Alerts.Count > 0 ? commit.Alerts[0] : null;
        return done;
    }

    public Task<IReadOnlyList<Alert>> Outbox(Func<string, bool> isWanted, int limit, CancellationToken cancellationToken) =>
        channels.Outbox(isWanted, limit, cancellationToken);

    public Task ClearOutbox(Alert alert, CancellationToken cancellationToken)
    {
        Write();
        return channels.ClearOutbox(alert, cancellationToken);
    }

    public Task Keep(EvidenceDocument document, CancellationToken cancellationToken)
    {
        Write();
        return evidence.Keep(document, cancellationToken);
    }

    Task<EvidenceDocument?> IEvidenceStore.Find(string sha256, CancellationToken cancellationToken) => evidence.Find(sha256, cancellationToken);

    public Task<int> Forget(DateTimeOffset keptBefore, CancellationToken cancellationToken) => evidence.Forget(keptBefore, cancellationToken);

    private void Write()
    {
        if (_writes++ == failAt)
            throw new StoreException("The store refuses.");
    }
}
