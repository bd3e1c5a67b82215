namespace AlertRelay.Fetching;

/// <summary>What the gate knows of one host. The gate guards it with its lock, but for <see cref="NextStart"/>, which is whoever's turn it is.</summary>
/// <remarks>Times are those since the gate was made: the clock may be set back.</remarks>
internal sealed class HostThrottle : IDisposable
{
    /// <summary>A refusal older than this says nothing of the host today.</summary>
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromHours(1);

    private Uri? _refusedDocument;
    private TimeSpan _refusalCountsUntil;

    public SemaphoreSlim Free { get; } = new(1, 1);

    /// <summary>Those who wait and the one whose turn it is.</summary>
    public int Users { get; set; }

    public TimeSpan NextStart { get; set; }

    public TimeSpan HeldUntil { get; private set; }

    public void Hold(TimeSpan now, TimeSpan wait)
    {
        if (now + wait > HeldUntil)
            HeldUntil = now + wait;
    }

    /// <returns>Whether the refusal before this one, with nothing served since, was of another document.</returns>
    public bool RefuseAgain(Uri document, TimeSpan now, TimeSpan wait)
    {
        var repeated = _refusedDocument is not null && _refusedDocument != document && now <= _refusalCountsUntil;
        _refusedDocument = document;
        _refusalCountsUntil = now + (wait > RefusalMemory ? wait : RefusalMemory);
        return repeated;
    }

    public void Forgive() => _refusedDocument = null;

    public bool IsIdle(TimeSpan now) =>
        Users == 0 && NextStart <= now && HeldUntil <= now && (_refusedDocument is null || _refusalCountsUntil < now);

    public void Dispose() => Free.Dispose();
}

/// <summary>How politeness waits. A replay passes one that moves its own clock.</summary>
public delegate Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken);
