using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// A message in one format, shared by all its receivers. It is rendered when the first of them needs it, so that a format that fails is a failed attempt
/// of its receivers, and of nobody else.
/// </summary>
/// <param name="alert">Of a group the first.</param>
internal sealed class Rendering(IMessageFormat format, Alert alert, Func<Message> render, Func<Message> renderPlainly)
{
    private readonly Lazy<Message> _message = new(render), _plain = new(renderPlainly);

    public static Rendering Of(IMessageFormat format, Alert alert) =>
        new(format, alert, () => format.Render(alert), () => format.RenderPlainly(alert));

    public static Rendering Of(IGroupingFormat format, IReadOnlyList<Alert> alerts) =>
        new(format, alerts[0], () => format.Render(alerts), () => format.RenderPlainly(alerts));

    public bool IsNumbered => format.IsNumbered;

    public bool IsReply => format.IsReply;

    public Message For(Subscription subscription) => format.Address(_message.Value, alert, subscription);

    public Message For(OutboundMessage outbound) => For(outbound, _message.Value);

    public Message PlainlyFor(Subscription subscription) => format.Address(_plain.Value, alert, subscription);

    public Message PlainlyFor(OutboundMessage outbound) => For(outbound, _plain.Value);

    private Message For(OutboundMessage outbound, Message shared)
    {
        var numbered = outbound.Delivery.Sequence is { } number ? format.Number(shared, number) : shared;
        return format.Address(outbound.InReplyTo is { } post ? format.Reply(numbered, post) : numbered, alert, outbound.Subscription);
    }
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
