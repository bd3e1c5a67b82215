using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Fingerprints of notices and of their facts.</summary>
internal static class NoticeFingerprints
{
    // Canonical text never contains a unit separator.
    private const char Separator = '\u001F';

    /// <summary>Of everything that was observed, with dates.</summary>
    public static string Observed(Notice notice) => CanonicalText.Fingerprint(string.Join(
        Separator,
        notice.Level.Native,
        notice.Level.Severity,
        notice.Level.Step,
        notice.Title,
        notice.UpdatedAt?.UtcDateTime.Ticks,
        notice.Withdrawn,
        notice.ImplausibleReason,
        MovingWords.Without(string.Join(Separator, notice.SignificantFacts ?? ["(unread)"])),
        notice.Text is { } text ? MovingWords.Without(text) : null));

    public static string Of(Level level) => $"level {level.Severity} {level.Step}";

    /// <summary>Of its letters and digits only. Edits of case, punctuation, spaces and joiners are no news.</summary>
    public static string OfSignificantFact(string element) => CanonicalText.Fingerprint(Normalize(MovingWords.Without(element)));

    /// <summary>Of the level together with all facts. One text may come with two levels, the first of them by mistake.</summary>
    public static string OfVersion(Notice notice) =>
        "version "
            + CanonicalText.Fingerprint(
                string.Join(Separator, (notice.SignificantFacts ?? []).Select(OfSignificantFact).Order(StringComparer.Ordinal).Prepend(Of(notice.Level))));

    /// <summary>The fingerprints for <see cref="FlapMemory"/>: the level, each fact, and the whole version.</summary>
    public static IEnumerable<string> Of(Notice notice) =>
        [Of(notice.Level), .. (notice.SignificantFacts ?? []).Select(OfSignificantFact), OfVersion(notice)];

    private static string Normalize(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
                folded.Append(char.ToUpperInvariant(character));
            else if (!Joiners.Are(character) && folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }
}

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
