using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A message in one format, shared by all its receivers.</summary>
/// <param name="alert">Of a group the first.</param>
/// <param name="renderPlainly">Renders the plain form, when it is needed.</param>
internal sealed class Rendering(IMessageFormat format, Alert alert, Message message, Func<Message> renderPlainly)
{
    private readonly Lazy<Message> _plain = new(renderPlainly);

    public static Rendering Of(IMessageFormat format, Alert alert) => new(format, alert, format.Render(alert), () => format.RenderPlainly(alert));

    public static Rendering Of(IGroupingFormat format, IReadOnlyList<Alert> alerts) =>
        new(format, alerts[0], format.Render(alerts), () => format.RenderPlainly(alerts));

    public bool IsNumbered => format.IsNumbered;

    public bool IsReply => format.IsReply;

    public Message For(Subscription subscription) => format.Address(message, alert, subscription);

    public Message For(OutboundMessage outbound) => For(outbound, message);

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

    /// <returns>Null when there is no such format, or the alert cannot be written in it: <see cref="WhyNot"/>.</returns>
    public Rendering? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var rendering))
            _rendered[(alert.Id, format)] = rendering = Write(alert, format);

        return rendering;
    }

    /// <summary>The reason for the ledger.</summary>
    public string WhyNot(string format) =>
        formats.Find(format) is null ? MessageFormats.Unknown(format) : $"the alert cannot be written as \"{format}\": a fault of the relay, please report it";

    // One alert in one format must not stop the batch, which would come again and again.
    private Rendering? Write(Alert alert, string format)
    {
        try
        {
            return formats.Find(format) is { } found ? Rendering.Of(found, alert) : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }
}
