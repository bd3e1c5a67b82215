using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Detection;

/// <summary>Known notices that have just left the list. Each can match one new key only.</summary>
internal sealed class DepartedNotices(IEnumerable<NoticeState> states)
{
    // Notices with names of their own (CAP messages) are matched by these names.
    private readonly List<(NoticeState State, Notice Known)> _left =
    [
        .. states.Where(state => state is { Withdrawn: false, AbsentSince: null, Names.Count: 0 })
            .OrderByDescending(state => state.LastObservedAt)
            .ThenBy(state => state.Key, StringComparer.Ordinal)
            .Select(state => (state, Known: state.LastNotified ?? state.PendingChange?.Notice))
            .Where(pair => pair.Known is not null)
            .Select(pair => (pair.state, pair.Known!)),
    ];

    /// <summary>Removes from both lists, and returns, the pairs that are unambiguous or that match in the second respect too.</summary>
    public List<(Notice Notice, NoticeState State)> Take(List<Notice> newNotices, Func<Notice, Notice, bool> isAlike, Func<Notice, Notice, bool> isCertain)
    {
        var found = new List<(Notice Notice, NoticeState State)>();
        foreach (var notice in newNotices)
        {
            var candidates = _left.Where(pair => isAlike(notice, pair.Known)).ToList();
            var exact = candidates.Where(pair => isCertain(notice, pair.Known)).ToList();
            var rivals = newNotices.Count(other => isAlike(other, notice));
            if (exact.Count > 0)
                found.Add(Used(notice, exact[0]));
            else if (candidates.Count == 1 && rivals == 1)
                found.Add(Used(notice, candidates[0]));
        }

        newNotices.RemoveAll(notice => found.Exists(pair => ReferenceEquals(pair.Notice, notice)));
        return found;
    }

    /// <summary>One known notice for each new notice that is like one.</summary>
    public List<(Notice Notice, NoticeState State)> Find(IEnumerable<Notice> newNotices, Func<Notice, Notice, bool> isAlike)
    {
        var free = new List<(NoticeState State, Notice Known)>(_left);
        var found = new List<(Notice Notice, NoticeState State)>();
        foreach (var notice in newNotices)
        {
            var index = free.FindIndex(pair => isAlike(notice, pair.Known));
            if (index < 0)
                continue;

            found.Add((notice, free[index].State));
            free.RemoveAt(index);
        }

        return found;
    }

    public List<(Notice Notice, NoticeState State)> Take(List<(Notice Notice, NoticeState State)> pairs, List<Notice> newNotices)
    {
        _left.RemoveAll(known => pairs.Exists(pair => ReferenceEquals(pair.State, known.State)));
        newNotices.RemoveAll(notice => pairs.Exists(pair => ReferenceEquals(pair.Notice, notice)));
        return pairs;
    }

    private (Notice Notice, NoticeState State) Used(Notice notice, (NoticeState State, Notice Known) pair)
    {
        _left.Remove(pair);
        return (notice, pair.State);
    }
}

/// <summary>Compares a notice under a new key with a known one.</summary>
internal static class NoticeLikeness
{
    /// <summary>The same title, and the same URL in another spelling, or a URL that several notices share.</summary>
    public static bool IsSameAddress(Notice observed, Notice known) => IsSameTitle(observed, known) && NormalizeKey(observed.Key) == NormalizeKey(known.Key);

    public static bool IsSameTitleAndLevel(Notice observed, Notice known) =>
        IsSameTitle(observed, known) && observed.Level.CompareTo(known.Level) == 0 && (IsSameMoment(observed, known) || !HaveDifferentDates(observed, known));

    public static bool IsSameAreaAndLevel(Notice observed, Notice known) =>
        observed.Areas.Count > 0
            && observed.Level.CompareTo(known.Level) == 0
            && observed.ExpiresAt is null
            && known.ExpiresAt is null
            && observed.Areas.Select(area => area.Code).ToHashSet().SetEquals(known.Areas.Select(area => area.Code));

    /// <summary>The same publication time or the same text.</summary>
    public static bool IsSameMoment(Notice observed, Notice known) =>
        (DateOf(observed) is { } date && date == DateOf(known))
            || (!HaveDifferentDates(observed, known) && HasOwnText(observed) && IsSameText(observed, known));

    /// <summary>The same title, time and text.</summary>
    public static bool IsSameItem(Notice observed, Notice known) =>
        DateOf(observed) is { } date && date == DateOf(known) && IsSameTitle(observed, known) && IsSameText(observed, known);

    // A moved site may change the time within the day, or the text, but not both.
    public static bool IsSameTitleAndDay(Notice observed, Notice known) =>
        DateOf(observed) is { } date && DateOf(known) is { } other && date.UtcDateTime.Date == other.UtcDateTime.Date
            && IsSameTitle(observed, known) && IsSameMoment(observed, known);

    public static bool IsSameTitleAndText(Notice observed, Notice known) => IsSameTitle(observed, known) && IsSameText(observed, known);

    /// <summary>The publisher's latest date for it.</summary>
    public static DateTimeOffset? DateOf(Notice notice) => notice.PublishedAt ?? notice.UpdatedAt;

    private static bool IsSameTitle(Notice observed, Notice known) => Normalize(observed.Title) == Normalize(known.Title);

    // Midnight is a date without a time.
    private static bool HaveDifferentDates(Notice observed, Notice known) =>
        DateOf(observed) is { } date && DateOf(known) is { } other && date != other
            && ((date.TimeOfDay != default && other.TimeOfDay != default) || date.UtcDateTime.Date != other.UtcDateTime.Date);

    private static bool HasOwnText(Notice notice) => notice.Text is { Length: > 0 } text && Normalize(text) != Normalize(notice.Title);

    private static bool IsSameText(Notice observed, Notice known) => Normalize(observed.Text ?? "") == Normalize(known.Text ?? "");

    private static string Normalize(string text) => NoticeFingerprints.OfSignificantFact(text);

    private static string NormalizeKey(string key)
    {
        var normalized = Uri.UnescapeDataString(SharedKeys.WithoutMark(key)).ToUpperInvariant();
        return (normalized.StartsWith("WWW.", StringComparison.Ordinal) ? normalized[4..] : normalized).TrimEnd('/');
    }
}
