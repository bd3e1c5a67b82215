using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A format for people who read several alerts as one list.</summary>
internal abstract class GroupingCardFormat(Uri? relay) : CardFormat(relay), IGroupingFormat
{
    public Message Render(IReadOnlyList<Alert> alerts) => Write(Cards.Write(alerts));

    public Message RenderPlainly(IReadOnlyList<Alert> alerts) => WritePlainly(Cards.Write(alerts));
}
