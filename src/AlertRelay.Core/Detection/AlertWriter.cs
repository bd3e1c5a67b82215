using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Creates the alert of a change.</summary>
internal static class AlertWriter
{
    public static Alert Write(Channel channel, Change change, DateTimeOffset detectedAt) => new()
    {
        Id = AlertId.Of(channel.Id, change.After.Key, change.State.Revision),
        Channel = channel.Id,
        Authority = channel.Authority,
        Key = change.After.Key,
        Revision = change.State.Revision,
        Change = change.Kind,
        MessageType = MessageTypeOf(change),
        References = change.Earlier,
        Category = channel.Category,
        Title = change.After.Title,
        Headline = Detection.Headline.Of(channel, change),
        Summary = change.After.Summary,
        Text = change.After.Text ?? "",
        Level = change.After.Level,
        PreviousLevel = change.Before?.Level,
        Areas = change.After.Areas,
        Language = change.After.Language,
        Translations = change.After.Translations,
        PublishedAt = NoticeDates.Believable(change.After.UpdatedAt ?? change.After.PublishedAt, detectedAt),
        DetectedAt = detectedAt,
        ExpiresAt = change.After.ExpiresAt,
        // A place without advice was never said to be safe.
        WithdrawnByPublisher = change is
        {
            Kind: ChangeKind.Withdrawn,
            State.ReasonCode: DecisionReason.WithdrawalConfirmed,
            After.HasNoAdvice: false,
        },
        Link = OfficialLink.Of(channel, change.After.Link),
        Diff = WordDiff.Between(change.Before?.Text, change.After.Text),
        Evidence = change.Evidence,
        PlaceUnknown = IsPlaceUnknown(change, channel),
        Marks = IsPlaceUnknown(change, channel) ? [.. change.Marks, Alert.PlaceUnknownMark] : change.Marks,
    };

    private static bool IsPlaceUnknown(Change change, Channel channel) => channel.HasPlaces && change.After.Areas.Count == 0;

    private static MessageType MessageTypeOf(Change change) => change.Kind switch
    {
        ChangeKind.Withdrawn => MessageType.Cancel,
        _ when change.Earlier.Count == 0 => MessageType.Alert,
        ChangeKind.Issued => MessageType.Alert,
        _ => MessageType.Update,
    };
}
