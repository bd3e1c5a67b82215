using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Formats;

/// <summary>Renders each alert once for each format that somebody wants, however many receivers there are. For one batch.</summary>
internal sealed class RenderedMessages(MessageFormats formats)
{
    private readonly Dictionary<(string Alert, string Format), Rendering?> _rendered = [];

    /// <summary>Several alerts as one message.</summary>
    /// <returns>Null when the format has no such message.</returns>
    public Rendering? Of(IReadOnlyList<Alert> alerts, string format) => formats.Find(format) is IGroupingFormat found ? Rendering.Of(found, alerts) : null;

    /// <returns>Null when there is no such format.</returns>
    public Rendering? Of(Alert alert, string format)
    {
        if (!_rendered.TryGetValue((alert.Id, format), out var rendering))
            _rendered[(alert.Id, format)] = rendering = formats.Find(format) is { } found ? Rendering.Of(found, alert) : null;

        return rendering;
    }
}
