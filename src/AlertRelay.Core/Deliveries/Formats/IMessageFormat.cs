using System.Collections.ObjectModel;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Formats;

/// <summary>Renders alerts for a kind of receiver. A format never sends, and must treat the publisher's text as untrusted.</summary>
public interface IMessageFormat
{
    /// <summary>The name in a subscription's "format".</summary>
    string Name { get; }

    /// <summary>Depends on the alert only, so one rendering serves all receivers of the format.</summary>
    Message Render(Alert alert);

    /// <summary>A simpler form that every receiver accepts; sent after the receiver rejected the normal one.</summary>
    Message RenderPlainly(Alert alert) => Render(alert);

    /// <summary>Adds what depends on the subscription: the parts of its target that the receiver expects in the message, or what its filter means.</summary>
    /// <param name="alert">The alert of the message; of a group the first.</param>
    Message Address(Message message, Alert alert, Subscription subscription) => message;

    /// <summary>Whether messages contain the subscription's sequence number, so that a receiver notices a gap.</summary>
    bool IsNumbered => false;

    /// <param name="sequence">See <see cref="Delivery.Sequence"/>.</param>
    Message Number(Message message, long sequence) => message;

    /// <summary>Whether messages open and resolve an incident, so that an outdated one would change its state.</summary>
    bool IsIncident => false;

    /// <summary>Whether a message can reply to the post of an earlier alert of the same notice.</summary>
    bool IsReply => false;

    /// <param name="answer">The start of the platform's response to that post.</param>
    Message Reply(Message message, string answer) => message;
}

/// <summary>A format that can render several alerts as one message.</summary>
internal interface IGroupingFormat : IMessageFormat
{
    /// <param name="alerts">Two or more, in the order of their detection.</param>
    Message Render(IReadOnlyList<Alert> alerts);

    Message RenderPlainly(IReadOnlyList<Alert> alerts) => Render(alerts);
}

/// <summary>The message as it is posted, byte for byte.</summary>
/// <param name="Id">The alert's id, the same on every attempt.</param>
public sealed record Message(string Id, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>In addition to those of every message.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Parameters to add to the target's query, unescaped.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>The format of plain webhooks, and that of every platform in <see cref="ChatPlatforms"/>.</summary>
/// <param name="relay">Relay:BaseUrl, if it is set.</param>
/// <param name="hasPages">If false, no message links to the relay.</param>
/// <param name="maxBytes">Of the body of a plain webhook.</param>
public sealed class MessageFormats(Uri? relay, bool hasPages = true, int maxBytes = DeliveryOptions.DefaultMaximumBytes)
{
    public IReadOnlyList<IMessageFormat> All { get => field ??= Create(); init; }

    public IMessageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The error for an unknown format.</summary>
    public string NotKnown(string name) => $"'{name}' is unknown; write one of: {string.Join(", ", All.Select(each => each.Name))}.";

    private IReadOnlyList<IMessageFormat> Create() =>
        [new WebhookFormat(relay, maxBytes), .. ChatPlatforms.All.Select(platform => platform.CreateFormat(relay, hasPages ? relay : null))];

    /// <summary>The reason for the ledger, when a subscription has a format of another version of the relay.</summary>
    public static string Unknown(string name) => $"this relay has no format \"{name}\"";
}

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
