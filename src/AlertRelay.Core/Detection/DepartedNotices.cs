using AlertRelay.Channels;

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
