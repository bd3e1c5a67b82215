using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Fingerprints of what a notice shows.</summary>
public static class Facts
{
    // A unit separator: no canonical text holds one.
    private const char Between = '\u001F';

    /// <summary>Of everything shown, dates included.</summary>
    public static string Shown(Notice notice) => CanonicalText.Fingerprint(string.Join(
        Between,
        notice.Level.Native,
        notice.Level.Severity,
        notice.Level.Step,
        notice.Title,
        notice.UpdatedAt?.UtcDateTime.Ticks,
        notice.Withdrawn,
        notice.Doubt,
        string.Join(Between, notice.Material ?? ["(unread)"]),
        notice.Text));

    public static string Of(Level level) => $"level {level.Severity} {level.Step}";

    /// <summary>Of its letters and digits: case, punctuation and blanks are edited all the time and say nothing new.</summary>
    public static string OfMaterial(string element) => CanonicalText.Fingerprint(Essence(element));

    /// <summary>Of all that is news by itself: what the memory keeps.</summary>
    public static IEnumerable<string> Of(Notice notice) =>
        (notice.Material ?? []).Select(OfMaterial).Prepend(Of(notice.Level));

    private static string Essence(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
                folded.Append(char.ToUpperInvariant(character));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }
}
