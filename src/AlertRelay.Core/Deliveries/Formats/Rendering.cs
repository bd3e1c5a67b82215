using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A message in one format, shared by all its receivers.</summary>
/// <param name="renderPlainly">Renders the plain form, when it is needed.</param>
internal sealed class Rendering(IMessageFormat format, Message message, Func<Message> renderPlainly)
{
    private readonly Lazy<Message> _plain = new(renderPlainly);

    public static Rendering Of(IMessageFormat format, Alert alert) => new(format, format.Render(alert), () => format.RenderPlainly(alert));

    public static Rendering Of(IGroupingFormat format, IReadOnlyList<Alert> alerts) => new(format, format.Render(alerts), () => format.RenderPlainly(alerts));

    public bool IsNumbered => format.IsNumbered;

    public bool IsReply => format.IsReply;

    public Message For(Uri target) => format.Address(message, target);

    public Message For(OutboundMessage outbound)
    {
        var numbered = outbound.Delivery.Sequence is { } number ? format.Number(message, number) : message;
        return format.Address(outbound.InReplyTo is { } post ? format.Reply(numbered, post) : numbered, outbound.Subscription.Target);
    }

    public Message PlainlyFor(Uri target) => format.Address(_plain.Value, target);
}

/// <summary>The rendered messages of one batch: each alert is rendered once per format, however many receivers there are.</summary>
internal sealed class RenderedMessages(MessageFormats formats)
{
    private readonly Dictionary<(string Alert, string Format), Rendering?> _rendered = [];

    /// <summary>One or more alerts as one message.</summary>
    /// <returns>Null if the format cannot group alerts.</returns>
    public Rendering? Of(IReadOnlyList<Alert> alerts, string format) => formats.Find(format) is not IGroupingFormat found ? null
        : alerts.Count == 1 ? Rendering.Of((IMessageFormat)found, alerts[0])
        : Rendering.Of(found, alerts);

    /// <returns>Null when there is no such format.</returns>
    public Rendering? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var rendering))
            _rendered[(alert.Id, format)] = rendering = formats.Find(format) is { } found ? Rendering.Of(found, alert) : null;

        return rendering;
    }
}
