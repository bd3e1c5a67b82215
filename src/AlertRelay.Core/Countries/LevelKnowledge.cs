using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Countries;

/// <summary>Decides what is known of an authority's level at one time, and how well. Pure.</summary>
internal static class LevelKnowledge
{
    public static AuthorityLevel Of(ChannelLevels read, DateTimeOffset at)
    {
        var (channel, state) = (read.Channel, read.State);
        var periods = Lasting(read.Periods, at);
        var lost = periods.Find(period => period.UnreadableSince <= at);
        var stated = periods.Where(period => period.Level is not null && !(period.UnreadableSince <= at))
            .Select(period => (Period: period, Levels: Statement(channel, period)))
            .ToList();
        var mostSevere = Level.MostSevere(stated.Select(one => one.Period.Level!));
        var leading = stated.Find(one => one.Period.Level == mostSevere).Period;
        // Of several notices the one that changed last made the row what it is.
        var latest = stated.Count > 0 ? stated.MaxBy(one => one.Period.From).Period : null;
        var pending = periods.Select(period => period.Pending).OfType<PendingLevel>().FirstOrDefault(held => held.Since <= at);
        var lastRead = LastRead(channel, state, at);
        var unread = periods.Select(period => period.UnreadSince).Where(since => since <= at).Min();
        var unreadable = lost ?? stated.Find(one => !one.Period.Level!.IsKnown).Period;
        var (knowledge, reason) = Decide(read, unreadable, leading, pending, unread ?? lastRead, at);
        return new AuthorityLevel
        {
            Channel = channel.Id,
            Authority = channel.Authority,
            Government = GovernmentName.Of(channel),
            GovernmentCode = channel.Country,
            State = knowledge,
            StateReason = reason,
            // Beside a level that cannot be read the others say nothing of the country.
            Whole = knowledge == Knowledge.Unknown ? unreadable?.Level is { IsKnown: false } level ? level : null
                : Level.MostSevere(stated.Select(one => one.Levels.Whole).OfType<Level>()),
            Part = knowledge == Knowledge.Unknown ? null
                : Level.MostSevere(stated.Select(one => one.Levels.Part).OfType<Level>()),
            Parts =
            [
                .. periods.SelectMany(period => period.Areas).Where(area => area.Code.Contains('-', StringComparison.Ordinal)).DistinctBy(area => area.Code),
            ],
            Held = pending,
            Since = latest?.From,
            PublishedAt = leading?.PublishedAt <= at ? leading.PublishedAt : null,
            LastReadAt = unread ?? lastRead,
            Link = leading?.Link,
            Alert = latest?.AlertId,
            Evidence = latest?.Evidence,
        };
    }

    /// <returns>Null if it was never read.</returns>
    public static DateTimeOffset? WatchedSince(ChannelState state) => state.Documents.Values.Select(document => document.BaselineAt).Min();

    // A notice about the Canary Islands says nothing of Spain.
    private static StatedLevels Statement(Channel channel, LevelPeriod period) =>
        StatedLevels.Of(channel, period.Level!) is var stated && period.Areas.Any(area => area.Code == period.Country)
            ? stated
            : new StatedLevels(null, Level.MostSevere(new[] { stated.Whole, stated.Part }.OfType<Level>()));

    // Of a notice's periods at most one lasts at a time; of two after a set-back clock the later one counts.
    private static List<LevelPeriod> Lasting(IReadOnlyList<LevelPeriod> periods, DateTimeOffset at) =>
    [
        .. periods.Where(period => period.From <= at && !(period.Until <= at)).GroupBy(period => period.Key)
            .Select(ofNotice => ofNotice.MaxBy(period => period.From)!),
    ];

    private static DateTimeOffset? LastRead(Channel channel, ChannelState? state, DateTimeOffset at) =>
        state?.Gaps.FirstOrDefault(gap => gap.From + PollGap.MaxAge(channel) < at && at < gap.Until) is { } gap ? gap.From
        : state?.LastGoodPollAt <= at ? state.LastGoodPollAt
        : null;

    private static (Knowledge Knowledge, string? Reason) Decide(
        ChannelLevels read, LevelPeriod? unreadable, LevelPeriod? leading, PendingLevel? pending, DateTimeOffset? lastRead, DateTimeOffset at)
    {
        if (read.State is not { } state || WatchedSince(state) is not { } watched)
            return (Knowledge.Unknown, "The relay has not read this authority's advice yet.");
        if (watched > at)
            return (Knowledge.Unknown, "The relay did not read this authority's advice at that time.");
        if (unreadable?.Level is { } level)
            return (Knowledge.Unknown, "The authority states a level that could not be read."
                + (level.IsKnown ? $" The last that could was {level.Severity} ({level.Label})." : ""));
        if (leading is null && pending is null && WhyUnknown(read.Channel, state, at) is { } reason)
            return (Knowledge.Unknown, reason);
        if (lastRead is { } last && at - last > PollGap.MaxAge(read.Channel))
            return (Knowledge.Stale, "The authority's advice could not be read for three of its intervals.");

        return pending is not null ? (Knowledge.Held, $"A change waits for confirmation: {pending.Reason}.")
            : leading is not null ? (Knowledge.Known, null)
            : (Knowledge.NotCovered, "The authority says nothing about this country.");
    }

    /// <summary>Why it means nothing that no notice is about the country; null if it means that the authority says nothing about it.</summary>
    private static string? WhyUnknown(Channel channel, ChannelState state, DateTimeOffset at) =>
        channel.Membership == Membership.Window ? "The relay sees only the authority's latest notices, and none of them is about this country."
        : state.LastGoodPollAt is null || !channel.Urls.All(url => state.Documents.GetValueOrDefault(url.AbsoluteUri)?.BaselineAt <= at)
            ? "The relay has not read all of this authority's lists yet."
        : state.PagesUnread > 0 || state.PlacesUnreadable > 0 || state.EntriesUnreadable > 0
            ? "Some of the authority's notices could not be read, and may be about this country."
        : null;
}
