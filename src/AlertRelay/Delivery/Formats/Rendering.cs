using AlertRelay.Alerts;

namespace AlertRelay.Delivery.Formats;

/// <summary>An alert in one format, ready to be addressed to each of its receivers.</summary>
public sealed class Rendering(IMessageFormat format, Alert alert)
{
    private readonly Message _full = format.Render(alert);
    private readonly Lazy<Message> _plain = new(() => format.RenderPlainly(alert));

    public Message For(Uri target) => format.Address(_full, target);

    /// <summary>For a receiver that could not read the other form.</summary>
    public Message PlainlyFor(Uri target) => format.Address(_plain.Value, target);
}
