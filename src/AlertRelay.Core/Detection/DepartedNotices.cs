using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Known notices that the list showed until now and shows no longer; each stands for one new key only.</summary>
internal sealed class DepartedNotices(IEnumerable<NoticeState> states)
{
    // What has names of its own (a message of CAP) is known by them.
    private readonly List<(NoticeState State, Notice Known)> _left =
    [
        .. states.Where(state => state is { Withdrawn: false, AbsentSince: null, Names.Count: 0 })
            .OrderByDescending(state => state.LastObservedAt)
            .ThenBy(state => state.Key, StringComparer.Ordinal)
            .Select(state => (state, Known: state.LastNotified ?? state.PendingChange?.Notice))
            .Where(pair => pair.Known is not null)
            .Select(pair => (pair.state, pair.Known!)),
    ];

    /// <summary>Pairs of which nothing else fits either one, or which are alike in the further respect too. They are taken out of both lists.</summary>
    public List<(Notice Notice, NoticeState State)> Take(List<Notice> strangers, Func<Notice, Notice, bool> alike, Func<Notice, Notice, bool> surely)
    {
        var found = new List<(Notice Notice, NoticeState State)>();
        foreach (var notice in strangers)
        {
            var candidates = _left.Where(pair => alike(notice, pair.Known)).ToList();
            var exact = candidates.Where(pair => surely(notice, pair.Known)).ToList();
            var rivals = strangers.Count(other => alike(other, notice));
            if (exact.Count > 0)
                found.Add(Used(notice, exact[0]));
            else if (candidates.Count == 1 && rivals == 1)
                found.Add(Used(notice, candidates[0]));
        }

        strangers.RemoveAll(notice => found.Exists(pair => ReferenceEquals(pair.Notice, notice)));
        return found;
    }

    /// <summary>One known notice for each stranger that is like one.</summary>
    public List<(Notice Notice, NoticeState State)> Find(IEnumerable<Notice> strangers, Func<Notice, Notice, bool> alike)
    {
        var free = new List<(NoticeState State, Notice Known)>(_left);
        var found = new List<(Notice Notice, NoticeState State)>();
        foreach (var notice in strangers)
        {
            var index = free.FindIndex(pair => alike(notice, pair.Known));
            if (index < 0)
                continue;

            found.Add((notice, free[index].State));
            free.RemoveAt(index);
        }

        return found;
    }

    public List<(Notice Notice, NoticeState State)> Take(List<(Notice Notice, NoticeState State)> pairs, List<Notice> strangers)
    {
        _left.RemoveAll(known => pairs.Exists(pair => ReferenceEquals(pair.State, known.State)));
        strangers.RemoveAll(notice => pairs.Exists(pair => ReferenceEquals(pair.Notice, notice)));
        return pairs;
    }

    private (Notice Notice, NoticeState State) Used(Notice notice, (NoticeState State, Notice Known) pair)
    {
        _left.Remove(pair);
        return (notice, pair.State);
    }
}
