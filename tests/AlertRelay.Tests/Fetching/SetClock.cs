namespace AlertRelay.Tests.Fetching;

/// <summary>A clock that somebody sets while time goes on.</summary>
internal sealed class SetClock(TimeProvider time) : TimeProvider
{
    /// <summary>By how much it was set.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
