using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// What a notice has shown before, so that a publisher who serves two versions in turn is not believed twice. Bounded in number and age.
/// </summary>
internal static class FlapMemory
{
    // Nine distinct texts for one country in eight months is the most that the State Department's feed showed.
    private const int Most = 48;
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(240);

    public static bool Knows(this IReadOnlyList<ShownFingerprint> memory, string fact) => memory.Any(remembered => remembered.Fact == fact);

    /// <summary>The material facts of a notice that it never showed before.</summary>
    public static IReadOnlyList<string> NewIn(this IReadOnlyList<ShownFingerprint> memory, Notice notice) =>
        [.. (notice.SignificantFacts ?? []).Where(element => !memory.Knows(NoticeFingerprints.OfSignificantFact(element)))];

    /// <summary>When the last of these facts was shown; null when there is none.</summary>
    public static DateTimeOffset? LastShown(this IReadOnlyList<ShownFingerprint> memory, IEnumerable<string> facts)
    {
        var asked = facts.ToHashSet();
        return memory.Where(remembered => asked.Contains(remembered.Fact)).Max(remembered => (DateTimeOffset?)remembered.LastObservedAt);
    }

    public static IReadOnlyList<ShownFingerprint> With(this IReadOnlyList<ShownFingerprint> memory, Notice notice, DateTimeOffset at)
    {
        var shown = NoticeFingerprints.Of(notice).ToHashSet();
        return
        [
            .. memory.Where(remembered => !shown.Contains(remembered.Fact) && at - remembered.LastObservedAt < Oldest)
                .Concat(shown.Select(fact => new ShownFingerprint(fact, at)))
                .TakeLast(Most),
        ];
    }
}
