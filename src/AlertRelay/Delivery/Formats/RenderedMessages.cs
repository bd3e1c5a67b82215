using AlertRelay.Alerts;

namespace AlertRelay.Delivery.Formats;

/// <summary>Renders each alert once for each format that somebody wants, however many receivers there are. For one batch.</summary>
internal sealed class RenderedMessages(MessageFormats formats)
{
    private readonly Dictionary<(string Alert, string Format), Rendering?> _rendered = [];

    /// <returns>Null when there is no such format.</returns>
    public Rendering? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var rendering))
            _rendered[(alert.Id, format)] = rendering = formats.Find(format) is { } found ? Rendering.Of(found, alert) : null;

        return rendering;
    }
}
