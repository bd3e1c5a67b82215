using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Derives what the notices of a channel state about countries. Pure.</summary>
internal static class LevelPeriods
{
    /// <summary>Increased when the derivation changes: the periods of all notices are then written again.</summary>
    public const int Version = 1;

    private const string Held = "held: ";

    /// <summary>Advice about other countries. What a government says of its own is no level of travel.</summary>
    public static bool AreOf(Channel channel) => channel.Category == Category.Travel;

    /// <summary>Notes in the new state since when it states its level.</summary>
    public static NoticeState WithOrigin(NoticeState? before, NoticeState after, Evidence? evidence, DateTimeOffset now)
    {
        if (after.LastNotified is null)
            return after;
        if (before?.LastNotified is not null && IsSame(before, after))
            return after with { LevelOrigin = OriginOf(before) };

        // The list of alerts has a fixed length. What expires changes without an alert, and without a new version.
        var alert = LastAlert(after) is { } last && last != LastAlert(before) ? last : null;
        var since = after.LastNotifiedAt != before?.LastNotifiedAt ? after.LastNotifiedAt : null;
        return after with { LevelOrigin = new LevelOrigin(since ?? now, alert, evidence ?? after.LastEvidence) };
    }

    /// <summary>What to store after a change of a notice: the periods that it begins or continues, and those that it ends.</summary>
    /// <param name="before">Null if it is new.</param>
    public static IEnumerable<LevelPeriod> Changed(NoticeState? before, NoticeState after, DateTimeOffset now)
    {
        var earlier = before is null ? new Dictionary<string, LevelPeriod>() : Of(before);
        var later = Of(after);
        foreach (var country in earlier.Keys.Union(later.Keys))
        {
            var (old, current) = (earlier.GetValueOrDefault(country), later.GetValueOrDefault(country));
            if (current is null)
                current = old! with { Level = null, From = now, AlertId = null, Pending = null, UnreadableSince = null, UnreadSince = null };
            if (IsEqual(old, current))
                continue;

            yield return current;
            if (old is not null && old.From < current.From)
                yield return old with { Until = current.From };
        }
    }

    /// <summary>By country, what the notice states now.</summary>
    public static IReadOnlyDictionary<string, LevelPeriod> Of(NoticeState state)
    {
        if (state.MovedTo is not null || (state.LastNotified ?? state.PendingChange?.Notice) is not { } notice)
            return new Dictionary<string, LevelPeriod>();

        return notice.Areas.GroupBy(area => CountryOf(area.Code)).ToDictionary(areas => areas.Key, areas => Period(state, notice, areas.Key, [.. areas]));
    }

    private static LevelPeriod Period(NoticeState state, Notice notice, string country, IReadOnlyList<Area> areas)
    {
        var origin = state.LastNotified is null ? null : OriginOf(state);
        var isWithdrawn = state.Withdrawn || notice.Withdrawn;
        return new LevelPeriod
        {
            Country = country,
            Key = state.Key,
            Level = state.LastNotified is null || isWithdrawn || notice.HasNoAdvice || notice.Level == Level.None ? null : notice.Level,
            From = origin?.Since ?? state.PendingChange!.Since,
            Title = notice.Title,
            Link = notice.Link,
            Areas = areas,
            PublishedAt = notice.UpdatedAt ?? notice.PublishedAt,
            AlertId = origin?.AlertId,
            Evidence = origin?.Evidence,
            Pending = PendingOf(state),
            UnreadableSince = isWithdrawn ? null : state.LevelUnreadableSince,
            UnreadSince = !isWithdrawn && state.Page is { IsDue: true, FailingSince: { } since } ? since : null,
        };
    }

    // In states of before it was not noted: then it is when the notice last changed.
    private static LevelOrigin OriginOf(NoticeState state) => state.LevelOrigin ?? new LevelOrigin(
        state.LastNotifiedAt ?? state.DecidedAt, LastAlert(state), state.LastEvidence);

    private static string? LastAlert(NoticeState? state) => state?.Alerts is [.., var last] ? last : null;

    // A text that waits says nothing of the level.
    private static PendingLevel? PendingOf(NoticeState state) =>
        state.PendingChange is { } pending && IsOfLevel(pending.Notice, state.LastNotified)
            ? new PendingLevel(pending.Notice.Level, pending.Since, WithoutState(pending.Reason))
        : state is { MissingSince: { } missing, Withdrawn: false } ? new PendingLevel(null, missing, "it is no longer in the publisher's list")
        : null;

    // "held: drop awaits confirmation"
    private static string WithoutState(string reason) => reason.StartsWith(Held, StringComparison.Ordinal) ? reason[Held.Length..] : reason;

    private static bool IsOfLevel(Notice pending, Notice? known) =>
        known is null || pending.Level != known.Level || pending.Withdrawn != known.Withdrawn || pending.ImplausibleReason is not null;

    private static bool IsSame(NoticeState before, NoticeState after) =>
        before.LastNotified!.Level == after.LastNotified!.Level
        && before.Withdrawn == after.Withdrawn
        && before.LastNotified.HasNoAdvice == after.LastNotified.HasNoAdvice
        && before.LastNotified.Areas.SequenceEqual(after.LastNotified.Areas);

    // The compiler's equality compares the list of areas by reference.
    private static bool IsEqual(LevelPeriod? old, LevelPeriod current) =>
        old is not null && old.Areas.SequenceEqual(current.Areas) && old with { Areas = current.Areas } == current;

    private static string CountryOf(string code) => code.Split('-')[0];
}

/// <summary>What one notice stated about one country, from one time to another.</summary>
public sealed record LevelPeriod
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>The notice's.</summary>
    public required string Key { get; init; }

    /// <summary>Null while nothing is stated: the notice was withdrawn, or gives no advice, or is about other countries.</summary>
    public Level? Level { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? Until { get; init; }

    public required string Title { get; init; }

    public required Uri Link { get; init; }

    /// <summary>The notice's areas within the country: the country itself, or parts of it by ISO 3166-2.</summary>
    public IReadOnlyList<Area> Areas { get; init; } = [];

    /// <summary>The publisher's latest date for the notice.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The alert of the change that began it; null if it was so when the relay first read it, or changed without an alert.</summary>
    public string? AlertId { get; init; }

    /// <summary>The document in which the level was first read.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>What the publisher shows now, and the relay does not believe yet.</summary>
    public PendingLevel? Pending { get; init; }

    /// <summary>Since when the publisher shows a level that cannot be read; <see cref="Level"/> is the last that could.</summary>
    public DateTimeOffset? UnreadableSince { get; init; }

    /// <summary>Since when the notice's page, which changed by the list, cannot be read.</summary>
    public DateTimeOffset? UnreadSince { get; init; }

    /// <returns>Null if it had not begun then.</returns>
    public LevelPeriod? EndedAt(DateTimeOffset at) => From < at ? this with { Until = at } : null;
}

/// <param name="Level">Null: the notice disappeared.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record PendingLevel(Level? Level, DateTimeOffset Since, string Reason);

/// <summary>Since when a notice states its level, and what proves it.</summary>
/// <param name="AlertId">As in <see cref="LevelPeriod.AlertId"/>.</param>
public sealed record LevelOrigin(DateTimeOffset Since, string? AlertId, Evidence? Evidence);
