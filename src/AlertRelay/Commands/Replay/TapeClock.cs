namespace AlertRelay.Commands.Replay;

/// <summary>The time of a tape: it moves when the tape says so, and by every wait that politeness asks for.</summary>
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

    /// <summary>A wait that is over at once, the clock having moved on.</summary>
    public Task Pause(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (wait > TimeSpan.Zero)
            _now += wait;
        return Task.CompletedTask;
    }
}
