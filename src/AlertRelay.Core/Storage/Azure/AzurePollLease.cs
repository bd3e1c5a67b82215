using AlertRelay.Polling;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>A row for each channel with the end of its lease. The first to change it unmodified has the lease. A lease with an end beyond
/// the maximum was taken by a clock that was ahead, and is ignored.</summary>
internal sealed class AzurePollLease(AzureStorage storage) : IPollLease
{
    private const string Lease = "lease", Until = "Until", Holder = "Holder";

    private readonly AzureTable _table = storage.Channels;
    private readonly string _holder = Guid.NewGuid().ToString("N");

    public async Task<bool> TryTake(string channel, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = storage.Time.GetUtcNow().UtcTicks;
        var row = TableKey.Of(Lease, channel);
        var stored = await _table.Find(ChannelRows.Index, row, cancellationToken);
        if (stored?.GetInt64(Until) is { } until && until > now && until <= now + 2 * duration.Ticks)
            return false;

        var lease = new TableEntity(ChannelRows.Index, row) { [Until] = now + duration.Ticks, [Holder] = _holder };
        return await _table.Transact([TableActions.Write(lease, stored)], cancellationToken);
    }

    public async Task Release(string channel, CancellationToken cancellationToken)
    {
        var stored = await _table.Find(ChannelRows.Index, TableKey.Of(Lease, channel), cancellationToken);
        if (stored?.GetString(Holder) == _holder)
            await _table.Transact([TableActions.Delete(ChannelRows.Index, stored.RowKey, stored.ETag)], cancellationToken);
    }
}
