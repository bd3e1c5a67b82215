using System.Threading.RateLimiting;
using AlertRelay.Observability;

namespace AlertRelay.Api;

/// <summary>
/// Limits requests with a wrong API key per address and minute, and logs one line a minute for all. A valid key always
/// passes, so that nobody is locked out by others behind the same address, or where the host hides addresses.
/// </summary>
internal sealed partial class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger) : IDisposable
{
    public const int PerMinute = 60;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limit = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = Minute }));

    private readonly Lock _lock = new();
    private long? _loggedAt;
    private int _unlogged;

    /// <returns>How long to wait if the address has sent too many; else null.</returns>
    public TimeSpan? Add(string? address)
    {
        Log(address ?? "an address that the host does not name");
        using var lease = _limit.AttemptAcquire(address ?? "");
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute;
    }

    public void Dispose() => _limit.Dispose();

    private void Log(string address)
    {
        int count;
        lock (_lock)
        {
            _unlogged++;
            if (_loggedAt is { } last && time.GetElapsedTime(last) < Minute)
                return;

            (_loggedAt, count, _unlogged) = (time.GetTimestamp(), _unlogged, 0);
        }

        LogWrongKeys(count, address);
    }

    [LoggerMessage(EventIds.WrongKeys, LogLevel.Warning,
        "Requests with a wrong API key since the last such message: {Count}, the latest from {Address}. They were refused.")]
    private partial void LogWrongKeys(int count, string address);
}
