namespace AlertRelay.Detection;

/// <summary>Learns how often a channel publishes, so that nobody needs to configure a maximum silence.</summary>
internal static class ActivityPattern
{
    // Changes within some hours count as one. Otherwise an emergency would teach the relay to expect news every five minutes.
    private static readonly TimeSpan Burst = TimeSpan.FromHours(6);

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int MaxEntries = 40, MinEntries = 8;

    private const double SilenceFactor = 2;

    public static IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> activity, DateTimeOffset at) =>
        activity.Count > 0 && at - activity[^1] < Burst ? activity : [.. activity.TakeLast(MaxEntries - 1), at];

    /// <returns>The silence that is a problem: twice the longest so far, plus a day; null while there is too little data.</returns>
    public static TimeSpan? MaxSilence(IReadOnlyList<DateTimeOffset> activity) =>
        activity.Count < MinEntries ? null : activity.Zip(activity.Skip(1), (previous, next) => next - previous).Max() * SilenceFactor + Grace;
}
