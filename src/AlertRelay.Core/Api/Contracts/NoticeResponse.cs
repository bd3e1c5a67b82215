using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Api.Contracts;

/// <param name="Count">Of all that match, including those beyond the limit.</param>
/// <param name="After">Where the next page begins; null at the end.</param>
internal sealed record NoticeList(IReadOnlyList<NoticeResponse> Notices, int Count, string? After = null);

/// <summary>What is known of a notice, and the reason for the latest decision about it.</summary>
/// <param name="Known">The version last sent to subscribers; null if its page was never read.</param>
/// <param name="KnownSince">Since when.</param>
/// <param name="Reason">"sent: …", "held: …", "not sent: …": see docs/operate/reasons.md.</param>
/// <param name="ReasonCode">The same for programs; null until the notice is first checked after an update from version 0.1.</param>
/// <param name="Alerts">Ids of the alerts about it, newest last; the last twenty.</param>
internal sealed record NoticeResponse(
    string Key, NoticeText? Known, DateTimeOffset? KnownSince, string Reason, DecisionReason? ReasonCode, DateTimeOffset DecidedAt,
    PendingChangeResponse? Held, DateTimeOffset? MissingSince, bool Withdrawn, int Revision, DateTimeOffset? LastShownAt, IReadOnlyList<string> Alerts)
{
    public static NoticeResponse Whole(NoticeState notice) => new(
        notice.Key, NoticeText.Of(notice.LastNotified), notice.LastNotifiedAt, notice.Reason, notice.ReasonCode, notice.DecidedAt,
        PendingChangeResponse.Of(notice.PendingChange), notice.MissingSince, notice.Withdrawn, notice.Revision, notice.LastObservedAt, notice.Alerts);

    /// <summary>Without texts.</summary>
    public static NoticeResponse WithoutText(NoticeState notice) => Whole(notice) switch
    {
        { Known: { } known } whole => whole with { Known = known with { Text = null } },
        var whole => whole,
    };
}

/// <param name="Text">Left out of lists.</param>
/// <param name="HasNoAdvice">The publisher lists it and says that it gives no advice for it; "withdrawn" is then true too.</param>
internal sealed record NoticeText(
    string Title, Level Level, IReadOnlyList<Area> Areas, string Language, string Summary, string? Text, DateTimeOffset? PublishedAt,
    DateTimeOffset? UpdatedAt, Uri Link, bool Withdrawn, bool HasNoAdvice)
{
    public static NoticeText? Of(Notice? notice) => notice is null ? null : new NoticeText(
        notice.Title, notice.Level, notice.Areas, notice.Language, notice.Summary, notice.Text, notice.PublishedAt, notice.UpdatedAt, notice.Link,
        notice.Withdrawn, notice.HasNoAdvice);
}

/// <summary>A change that waits for confirmation by a second poll.</summary>
/// <param name="Shown">What the publisher shows and subscribers have not been sent yet.</param>
/// <param name="LookAt">When it is checked again.</param>
internal sealed record PendingChangeResponse(
    NoticeText? Shown, string Reason, DecisionReason? ReasonCode, DateTimeOffset Since, int Looks, DateTimeOffset LookAt, Evidence Evidence)
{
    public static PendingChangeResponse? Of(PendingChange? held) => held is null ? null : new PendingChangeResponse(
        NoticeText.Of(held.Notice), held.Reason, held.ReasonCode, held.Since, held.Observations, held.NextObservationAt, held.Evidence);
}

/// <summary>The version of a notice at a time.</summary>
/// <param name="Until">Null while it still is.</param>
internal sealed record NoticeVersionResponse(string Key, DateTimeOffset At, NoticeText? Known, DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <returns>Null if no version of that time is known.</returns>
    public static async Task<NoticeVersionResponse?> Of(
        NoticeState notice, DateTimeOffset at, string channel, IChannelStore store, CancellationToken cancellationToken) =>
        notice.LastNotified is not null && at >= (notice.LastNotifiedAt ?? notice.DecidedAt)
            ? new NoticeVersionResponse(notice.Key, at, NoticeText.Of(notice.LastNotified), notice.LastNotifiedAt, null)
        : await store.VersionAt(channel, notice.Key, at, cancellationToken) is { } past
            ? new NoticeVersionResponse(notice.Key, at, NoticeText.Of(past.Notice), past.From, past.Until)
        : null;
}
