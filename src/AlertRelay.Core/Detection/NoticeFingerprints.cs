using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
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

/// <summary>
/// Removes words that change by themselves, such as view counters and "3 minutes ago", before versions of a notice are compared. The text itself
/// keeps them. Times of day and all other numbers count as news.
/// </summary>
internal static partial class MovingWords
{
    private const string Counter = "#";

    // One of these stands in all that the pattern finds. Most texts have none, and are spared the pattern.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            " ago", "vor ", "il y a", "hace ", "ha ", "há ", " fa", "geleden", "siden", "sedan", "前",
            "view", "reads", "click", "like", "share", "retweet", "repost", "comment", "download", "aufruf", "klick", "kommentare", "vue", "lectur", "visit",
            "vista", "visualiz", "letture", "weergaven", "visning", "просмотр", "hits", "read", "seen", "gelesen", "lu ", "vu ", "leído", "letto",
            "current", "server", "page", "document",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static string Without(string text) =>
        text.AsSpan().ContainsAnyInRange('0', '9') && text.AsSpan().ContainsAny(Signs) ? Moving().Replace(text, Counter) : text;

    [GeneratedRegex(
        // 3 minutes ago; vor 3 Minuten; il y a 3 minutes; hace 3 minutos; 3 minuti fa; há 3 minutos; 3 minuten geleden; for 3 minutter siden; 3 分钟前
        @"\b\d+\s*(?:s|sec|secs|second|min|mins|minute|h|hr|hrs|hour|day|week|month|year)s?\.?(?:\s(?:and\s)?\d+\s*(?:min|mins|minute|hour|day)s?)?\sago\b"
        + @"|\bvor\s\d+\s(?:sekunde|minute|stunde|tag|woche|monat|jahr)(?:e?n?)\b"
        + @"|\bil\sy\sa\s\d+\s(?:seconde|minute|heure|jour|semaine|mois|an)s?\b"
        + @"|\bhace\s\d+\s(?:segundo|minuto|hora|día|semana|mes|año)(?:e?s)?\b"
        + @"|\bh[áa]\s\d+\s(?:segundo|minuto|hora|dia|semana)s?\b"
        + @"|\b\d+\s(?:second|minut|or|giorn|settiman)[aeio]\sfa\b"
        + @"|\b\d+\s(?:seconde|minuut|minuten|uur|dag|dagen|weken|seconden)\sgeleden\b"
        + @"|\b(?:for\s)?\d+\s(?:sekunder?|minutt?(?:er)?|minut(?:er)?|timer?|timmar?|dager?|dagar?|dage)\s(?:siden|sedan)\b"
        + @"|\d+\s?(?:秒|分|分钟|分鐘|小时|小時|時間|日|天)前"
        // 1,234 views; Aufrufe: 1.234; lu 12 fois
        + @"|\b\d[\d.,  ']*\s?(?:page\s?)?(?:views?|reads|clicks|likes|shares|retweets|reposts|comments|downloads|aufrufe|klicks"
        + @"|kommentare|vues|lectures|visitas|vistas"
        + @"|lecturas|visualizzazioni|letture|visualizações|weergaven|visninger|visningar|просмотров|просмотра)\b"
        + @"|\b(?:page\s?views?|views?|reads|hits|visitor\scounter|visits|aufrufe|seitenaufrufe|vues|visitas|visualizzazioni"
        + @"|weergaven|visninger|visningar|просмотров|просмотры)"
        + @"\s?:\s?\d[\d.,  ']*"
        + @"|\b(?:read|viewed|seen|gelesen|lu|vu|leído|letto)\s\d[\d.,  ']*\s?(?:times|mal|fois|veces|volte)\b"
        // The time now: 12:04:33
        + @"|\b(?:current|server|page)\s(?:date\sand\s)?time\s?(?:is|:)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
        + @"|\b(?:page|document)\s(?:was\s)?(?:generated|rendered|printed|created)\s(?:in|at|on)\s[\d.,:/ -]+(?:s|ms|sec|seconds)?\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Moving();
}
