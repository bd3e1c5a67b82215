using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Detection;

/// <summary>In which respects a notice under a new key is like a known one.</summary>
internal static class NoticeLikeness
{
    /// <summary>One address in two spellings, or one that notices share, under one title.</summary>
    public static bool IsSameAddress(Notice shown, Notice known) => IsSameTitle(shown, known) && Spelling(shown.Key) == Spelling(known.Key);

    public static bool IsSameTitleAndLevel(Notice shown, Notice known) =>
        IsSameTitle(shown, known) && shown.Level.CompareTo(known.Level) == 0 && (IsSameMoment(shown, known) || !AreApart(shown, known));

    public static bool IsSameAreaAndLevel(Notice shown, Notice known) =>
        shown.Areas.Count > 0
            && shown.Level.CompareTo(known.Level) == 0
            && shown.ExpiresAt is null
            && known.ExpiresAt is null
            && shown.Areas.Select(area => area.Code).ToHashSet().SetEquals(known.Areas.Select(area => area.Code));

    /// <summary>The publisher's time or the text is the same.</summary>
    public static bool IsSameMoment(Notice shown, Notice known) =>
        (DateOf(shown) is { } date && date == DateOf(known)) || (!AreApart(shown, known) && SaysSomething(shown) && IsSameText(shown, known));

    /// <summary>Title, time and text.</summary>
    public static bool IsSameItem(Notice shown, Notice known) =>
        DateOf(shown) is { } date && date == DateOf(known) && IsSameTitle(shown, known) && IsSameText(shown, known);

    // A move may change the time within the day, or the text, never both.
    public static bool IsSameTitleAndDay(Notice shown, Notice known) =>
        DateOf(shown) is { } date && DateOf(known) is { } other && date.UtcDateTime.Date == other.UtcDateTime.Date
            && IsSameTitle(shown, known) && IsSameMoment(shown, known);

    public static bool IsSameTitleAndText(Notice shown, Notice known) => IsSameTitle(shown, known) && IsSameText(shown, known);

    /// <summary>The publisher's latest date for it.</summary>
    public static DateTimeOffset? DateOf(Notice notice) => notice.PublishedAt ?? notice.UpdatedAt;

    private static bool IsSameTitle(Notice shown, Notice known) => Essence(shown.Title) == Essence(known.Title);

    // Midnight is a date without a time.
    private static bool AreApart(Notice shown, Notice known) =>
        DateOf(shown) is { } date && DateOf(known) is { } other && date != other
            && ((date.TimeOfDay != default && other.TimeOfDay != default) || date.UtcDateTime.Date != other.UtcDateTime.Date);

    private static bool SaysSomething(Notice notice) => notice.Text is { Length: > 0 } text && Essence(text) != Essence(notice.Title);

    private static bool IsSameText(Notice shown, Notice known) => Essence(shown.Text ?? "") == Essence(known.Text ?? "");

    private static string Essence(string text) => NoticeFingerprints.OfSignificantFact(text);

    private static string Spelling(string key)
    {
        var spelling = Uri.UnescapeDataString(SharedKeys.WithoutMark(key)).ToUpperInvariant();
        return (spelling.StartsWith("WWW.", StringComparison.Ordinal) ? spelling[4..] : spelling).TrimEnd('/');
    }
}
