using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Fingerprints of what a notice shows.</summary>
internal static class NoticeFingerprints
{
    // A unit separator: no canonical text holds one.
    private const char Between = '\u001F';

    /// <summary>Of everything shown, dates included.</summary>
    public static string Observed(Notice notice) => CanonicalText.Fingerprint(string.Join(
        Between,
        notice.Level.Native,
        notice.Level.Severity,
        notice.Level.Step,
        notice.Title,
        notice.UpdatedAt?.UtcDateTime.Ticks,
        notice.Withdrawn,
        notice.ImplausibleReason,
        MovingWords.Without(string.Join(Between, notice.SignificantFacts ?? ["(unread)"])),
        notice.Text is { } text ? MovingWords.Without(text) : null));

    public static string Of(Level level) => $"level {level.Severity} {level.Step}";

    /// <summary>Of its letters and digits: case, punctuation, blanks and joiners are edited all the time and say nothing new.</summary>
    public static string OfSignificantFact(string element) => CanonicalText.Fingerprint(Essence(MovingWords.Without(element)));

    /// <summary>Of the level together with all facts: two levels may come with one text, the first of them by mistake.</summary>
    public static string OfVersion(Notice notice) =>
        "version "
            + CanonicalText.Fingerprint(
                string.Join(Between, (notice.SignificantFacts ?? []).Select(OfSignificantFact).Order(StringComparer.Ordinal).Prepend(Of(notice.Level))));

    /// <summary>What the memory keeps: all that is news by itself, and the whole.</summary>
    public static IEnumerable<string> Of(Notice notice) =>
        [Of(notice.Level), .. (notice.SignificantFacts ?? []).Select(OfSignificantFact), OfVersion(notice)];

    private static string Essence(string text)
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
