using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Storage;

namespace AlertRelay.Tests.Polling;

/// <summary>Stores whose n-th write does not happen.</summary>
internal sealed class FailingStores(IChannelStore channels, IEvidenceStore evidence, int failAt) : IChannelStore, IEvidenceStore
{
    private int _writes;

    public Alert? Committed { get; private set; }

    public Task<ChannelState?> Find(string channel, CancellationToken cancellation) => channels.Find(channel, cancellation);

    public Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellation) => channels.All(cancellation);

    public Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellation) => channels.Notices(channel, cancellation);

    public Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellation) => channels.FindNotice(channel, key, cancellation);

    public Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellation) => channels.VersionAt(channel, key, at, cancellation);

    public Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellation) => channels.ForgetVersions(replacedBefore, cancellation);

    public async Task<bool> Commit(
        ChannelState state, IReadOnlyList<NoticeState> notices, IReadOnlyList<Alert> alerts, IReadOnlyList<NoticeVersion> past, CancellationToken cancellation)
    {
        Write();
        var done = await channels.Commit(state, notices, alerts, past, cancellation);
        Committed = alerts.Count > 0 ? alerts[0] : null;
        return done;
    }

    public Task<IReadOnlyList<Alert>> Outbox(int limit, CancellationToken cancellation) => channels.Outbox(limit, cancellation);

    public Task ClearOutbox(Alert alert, CancellationToken cancellation)
    {
        Write();
        return channels.ClearOutbox(alert, cancellation);
    }

    public Task Keep(EvidenceDocument document, CancellationToken cancellation)
    {
        Write();
        return evidence.Keep(document, cancellation);
    }

    Task<EvidenceDocument?> IEvidenceStore.Find(string sha256, CancellationToken cancellation) => evidence.Find(sha256, cancellation);

    public Task<int> Forget(DateTimeOffset keptBefore, CancellationToken cancellation) => evidence.Forget(keptBefore, cancellation);

    private void Write()
    {
        if (_writes++ == failAt)
            throw new StoreException("The store refuses.");
    }
}
