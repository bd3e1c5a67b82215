using AlertRelay.Api.Contracts;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Detection;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Channels;

/// <param name="Symbol">So that neither word nor colour is the only sign.</param>
/// <param name="Class">Of the colour.</param>
public sealed record StateWords(string Symbol, string Word, string Class);

/// <summary>States of channels and of their notices in words.</summary>
internal static class ChannelWords
{
    public static StateWords Of(ChannelOverview channel) => Of(channel.Status, channel.Troubles.Count > 0, channel.Overdue);

    public static StateWords Of(ChannelHealth health) => Of(health.Status, health.Troubles.Count > 0, isOverdue: false);

    private static StateWords Of(HealthStatus status, bool isTroubled, bool isOverdue) => status switch
    {
        HealthStatus.Disabled => new("–", Texts.Disabled, ""),
        HealthStatus.Waiting => new("○", Texts.ChannelWaiting, ""),
        HealthStatus.Failing when isTroubled => new("✕", Texts.ChannelFailing, "bad"),
        _ when isOverdue => new("✕", Texts.ChannelOverdue, "bad"),
        _ when isTroubled => new("!", Texts.ChannelTroubled, "warn"),
        HealthStatus.Failing => new("!", Texts.ChannelFailed, "warn"),
        _ => new("✓", Texts.ChannelOk, "good"),
    };

    public static string Of(HealthKind kind) => HealthEvent.Words(kind);

    /// <summary>What its state does not say already.</summary>
    public static string OtherTroubles(ChannelOverview channel) => string.Join(
        ", ", channel.Troubles.Where(kind => kind != HealthKind.Failing || channel.Status != HealthStatus.Failing).Select(Of));

    /// <summary>"3 days", rounded down.</summary>
    public static string Of(TimeSpan time) =>
        time.TotalDays >= 2 ? Write(Texts.TimeDays, (int)time.TotalDays)
        : time.TotalHours >= 2 ? Write(Texts.TimeHours, (int)time.TotalHours)
        : time.TotalMinutes >= 2 ? Write(Texts.TimeMinutes, (int)time.TotalMinutes)
        : Texts.TimeUnderTwoMinutes;

    /// <summary>The publisher's own words for a level, and its severity.</summary>
    public static string Of(Level level) =>
        level.Native is null ? Texts.NoLevelKnown
        : $"{TextSanitizer.Line(level.Label ?? level.Native)} ({(level.IsKnown ? level.Severity.ToString() : Texts.NoLevelKnown)})";

    /// <summary>What the publisher shows now, as far as it differs from what was sent.</summary>
    public static string Shown(NoticeResponse notice) =>
        notice.Held?.Shown is { } shown ? shown.Withdrawn ? Texts.NoticeWithdrawn : Of(shown.Level)
        : notice is { MissingSince: not null, Withdrawn: false } ? Texts.NoticeMissing
        : notice.Withdrawn ? Texts.NoticeWithdrawn
        : Texts.NoticeSameAsSent;

    /// <summary>Null where nothing is held.</summary>
    public static DateTimeOffset? HeldSince(NoticeResponse notice) => notice.Held?.Since ?? (notice.Withdrawn ? null : notice.MissingSince);

    public static string Name(NoticeResponse notice) =>
        TextSanitizer.Line(notice.Known?.Title ?? notice.Held?.Shown?.Title ?? "") is { Length: > 0 } title ? title : notice.Key;

    private static string Write(string text, int number) => PageText.Format(text, number);
}
