using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A message in one format, ready to be addressed to each of its receivers.</summary>
/// <param name="plainly">The same for a receiver that could not read it; made when it is needed.</param>
internal sealed class Rendering(IMessageFormat format, Message message, Func<Message> plainly)
{
    private readonly Lazy<Message> _plain = new(plainly);

    public static Rendering Of(IMessageFormat format, Alert alert) => new(format, format.Render(alert), () => format.RenderPlainly(alert));

    public static Rendering Of(IGroupingFormat format, IReadOnlyList<Alert> alerts) => new(format, format.Render(alerts), () => format.RenderPlainly(alerts));

    public bool IsNumbered => format.IsNumbered;

    public bool IsReply => format.IsReply;

    public Message For(Uri target) => format.Address(message, target);

    public Message For(OutboundMessage parcel)
    {
        var own = parcel.Delivery.Sequence is { } number ? format.Number(message, number) : message;
        return format.Address(parcel.InReplyTo is { } post ? format.Reply(own, post) : own, parcel.Subscription.Target);
    }

    public Message PlainlyFor(Uri target) => format.Address(_plain.Value, target);
}
