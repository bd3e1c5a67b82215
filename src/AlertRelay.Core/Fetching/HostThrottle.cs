namespace AlertRelay.Fetching;

/// <summary>The state of one host, guarded by the lock of <see cref="HostThrottles"/>. <see cref="NextStart"/> is guarded by the host's slot.</summary>
/// <remarks>Times are relative to the start, because the clock may be set back.</remarks>
internal sealed class HostThrottle : IDisposable
{
    /// <summary>Older refusals are ignored.</summary>
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromHours(1);

    private Uri? _refusedDocument;
    private TimeSpan _refusalCountsUntil;

    public SemaphoreSlim Free { get; } = new(1, 1);

    /// <summary>The callers that wait, and the one that has the slot.</summary>
    public int Users { get; set; }

    public TimeSpan NextStart { get; set; }

    public TimeSpan BlockedUntil { get; private set; }

    public void Block(TimeSpan now, TimeSpan wait)
    {
        if (now + wait > BlockedUntil)
            BlockedUntil = now + wait;
    }

    /// <returns>Whether the previous refusal was of another document, with nothing served since.</returns>
    public bool RefuseAgain(Uri document, TimeSpan now, TimeSpan wait)
    {
        var repeated = _refusedDocument is not null && _refusedDocument != document && now <= _refusalCountsUntil;
        _refusedDocument = document;
        _refusalCountsUntil = now + (wait > RefusalMemory ? wait : RefusalMemory);
        return repeated;
    }

    public void ForgetRefusals() => _refusedDocument = null;

    public bool IsIdle(TimeSpan now) =>
        Users == 0 && NextStart <= now && BlockedUntil <= now && (_refusedDocument is null || _refusalCountsUntil < now);

    public void Dispose() => Free.Dispose();
}

/// <summary>How to wait. A replay moves its own clock instead.</summary>
public delegate Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken);
