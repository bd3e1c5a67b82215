using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// The facts that a notice contained before, so that a publisher who alternates between two versions does not cause an alert each time. Bounded
/// in number and age.
/// </summary>
internal static class FlapMemory
{
    // The maximum in the State Department's feed was nine distinct texts for one country in eight months.
    private const int MaxFacts = 48;
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(240);

    public static bool Knows(this IReadOnlyList<PastFingerprint> memory, string fact) => memory.Any(remembered => remembered.Fact == fact);

    /// <summary>The significant facts of a notice that it never contained before.</summary>
    public static IReadOnlyList<string> NewIn(this IReadOnlyList<PastFingerprint> memory, Notice notice) =>
        [.. (notice.SignificantFacts ?? []).Where(element => !memory.Knows(NoticeFingerprints.OfSignificantFact(element)))];

    /// <summary>When any of these facts was last observed; null for never.</summary>
    public static DateTimeOffset? LastObserved(this IReadOnlyList<PastFingerprint> memory, IEnumerable<string> facts)
    {
        var wanted = facts.ToHashSet();
        return memory.Where(remembered => wanted.Contains(remembered.Fact)).Max(remembered => (DateTimeOffset?)remembered.LastObservedAt);
    }

    public static IReadOnlyList<PastFingerprint> With(this IReadOnlyList<PastFingerprint> memory, Notice notice, DateTimeOffset at)
    {
        var current = NoticeFingerprints.Of(notice).ToHashSet();
        return
        [
            .. memory.Where(remembered => !current.Contains(remembered.Fact) && at - remembered.LastObservedAt < MaxAge)
                .Concat(current.Select(fact => new PastFingerprint(fact, at)))
                .TakeLast(MaxFacts),
        ];
    }
}
