namespace AlertRelay.Commands.Replay;

/// <summary>The clock of a tape. It is set by each poll, and advanced by each wait between requests.</summary>
public sealed class TapeClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Never moves back.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        if (time > _now)
            _now = time;
    }

    /// <summary>Advances the clock instead of waiting.</summary>
    public Task Pause(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (wait > TimeSpan.Zero)
            _now += wait;
        return Task.CompletedTask;
    }
}
