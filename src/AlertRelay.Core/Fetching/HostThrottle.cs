namespace AlertRelay.Fetching;

/// <summary>What the gate knows of one host. The gate guards it with its lock, but for <see cref="NextStart"/>, which is whoever's turn it is.</summary>
internal sealed class HostThrottle : IDisposable
{
    /// <summary>A refusal older than this says nothing of the host today.</summary>
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromHours(1);

    private Uri? _refusedDocument;
    private DateTimeOffset _refusalCountsUntil;

    public SemaphoreSlim Free { get; } = new(1, 1);

    /// <summary>Those who wait and the one whose turn it is.</summary>
    public int Users { get; set; }

    public DateTimeOffset NextStart { get; set; }

    public DateTimeOffset HeldUntil { get; private set; }

    public void Hold(DateTimeOffset now, TimeSpan wait)
    {
        if (now + wait > HeldUntil)
            HeldUntil = now + wait;
    }

    /// <returns>Whether the refusal before this one, with nothing served since, was of another document.</returns>
    public bool RefuseAgain(Uri document, DateTimeOffset now, TimeSpan wait)
    {
        var repeated = _refusedDocument is not null && _refusedDocument != document && now <= _refusalCountsUntil;
        _refusedDocument = document;
        _refusalCountsUntil = now + (wait > RefusalMemory ? wait : RefusalMemory);
        return repeated;
    }

    public void Forgive() => _refusedDocument = null;

    public bool IsIdle(DateTimeOffset now) =>
        Users == 0 && NextStart <= now && HeldUntil <= now && (_refusedDocument is null || _refusalCountsUntil < now);

    public void Dispose() => Free.Dispose();
}

/// <summary>How politeness waits. A replay passes one that moves its own clock.</summary>
public delegate Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken);
