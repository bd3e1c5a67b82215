namespace AlertRelay.Polling;

/// <summary>How far the posts of an account were read.</summary>
/// <param name="Account">The publisher's id of the account; null until it was looked up.</param>
/// <param name="Newest">The newest post seen: the next poll asks for newer ones.</param>
/// <param name="Day">The UTC day that <paramref name="Read"/> counts.</param>
/// <param name="Read">Posts that were read on that day, each of which may have cost money.</param>
public sealed record TimelineState(string? Account = null, string? Newest = null, DateOnly? Day = null, int Read = 0)
{
    public static readonly TimelineState Unknown = new();

    public int ReadOn(DateTimeOffset time) => Day == DayOf(time) ? Read : 0;

    public TimelineState After(string? newest, int posts, DateTimeOffset time) =>
        this with { Newest = newest ?? Newest, Day = DayOf(time), Read = ReadOn(time) + posts };

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
