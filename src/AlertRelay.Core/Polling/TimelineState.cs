namespace AlertRelay.Polling;

/// <summary>The progress in reading the posts of an account.</summary>
/// <param name="Account">The account's id; null until it is looked up.</param>
/// <param name="Newest">The newest known post. The next poll requests newer ones.</param>
/// <param name="Day">The UTC day that <paramref name="Read"/> counts.</param>
/// <param name="Read">The number of posts read on that day, each of which may have cost money.</param>
public sealed record TimelineState(string? Account = null, string? Newest = null, DateOnly? Day = null, int Read = 0)
{
    public static readonly TimelineState Unknown = new();

    public int ReadOn(DateTimeOffset time) => Day == DayOf(time) ? Read : 0;

    public TimelineState After(string? newest, int posts, DateTimeOffset time) =>
        this with { Newest = newest ?? Newest, Day = DayOf(time), Read = ReadOn(time) + posts };

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
