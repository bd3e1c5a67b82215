using AlertRelay.Alerts;

namespace AlertRelay.Delivery.Formats;

/// <summary>Renders each alert once for each format that somebody wants, however many receivers there are. For one batch.</summary>
internal sealed class RenderedMessages(MessageFormats formats)
{
    private readonly Dictionary<(string Alert, string Format), Message?> _rendered = [];

    /// <summary>Several alerts as one message.</summary>
    /// <returns>Null when the format has no such message.</returns>
    public Message? Of(IReadOnlyList<Alert> alerts, string format) => (formats.Find(format) as IGroupingFormat)?.Render(alerts);

    /// <returns>Null when there is no such format.</returns>
    public Message? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var message))
            _rendered[(alert.Id, format)] = message = formats.Find(format)?.Render(alert);

        return message;
    }
}
