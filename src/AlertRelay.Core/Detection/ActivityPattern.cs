namespace AlertRelay.Detection;

/// <summary>How often a channel shows something new, learned from when it did: nobody need set a number.</summary>
internal static class ActivityPattern
{
    // What comes within some hours is one burst: an emergency must not teach the relay that news comes every five minutes.
    private static readonly TimeSpan Burst = TimeSpan.FromHours(6);

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int Kept = 40, Needed = 8;

    private const double Patience = 2;

    public static IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> activity, DateTimeOffset at) =>
        activity.Count > 0 && at - activity[^1] < Burst ? activity : [.. activity.TakeLast(Kept - 1), at];

    /// <returns>The silence beyond which something is wrong: twice the longest seen, and a day; null while too little was seen to say.</returns>
    public static TimeSpan? LongestSilence(IReadOnlyList<DateTimeOffset> activity) =>
        activity.Count < Needed ? null : activity.Zip(activity.Skip(1), (one, next) => next - one).Max() * Patience + Grace;
}
