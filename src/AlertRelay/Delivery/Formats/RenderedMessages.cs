using AlertRelay.Alerts;

namespace AlertRelay.Delivery.Formats;

/// <summary>Renders each alert once for each format that somebody wants, however many receivers there are. For one batch.</summary>
internal sealed class RenderedMessages(MessageFormats formats)
{
    private readonly Dictionary<(string Alert, string Format), Message?> _rendered = [];

    /// <returns>Null when there is no such format.</returns>
    public Message? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var message))
            _rendered[(alert.Id, format)] = message = formats.Find(format)?.Render(alert);

        return message;
    }
}
