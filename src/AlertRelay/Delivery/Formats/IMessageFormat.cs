using AlertRelay.Alerts;

namespace AlertRelay.Delivery.Formats;

/// <summary>How an alert reads at a receiver. A format renders and never sends; the publisher's words are not to be trusted in it.</summary>
public interface IMessageFormat
{
    /// <summary>As subscriptions name it.</summary>
    string Name { get; }

    /// <summary>Depends on the alert only: one rendering serves every receiver of the format.</summary>
    Message Render(Alert alert);
}

/// <summary>A format for people, in which several alerts are one message with a list.</summary>
public interface IGroupingFormat : IMessageFormat
{
    /// <param name="alerts">Two or more, in the order in which they were found.</param>
    Message Render(IReadOnlyList<Alert> alerts);
}

/// <summary>What is posted, byte for byte.</summary>
/// <param name="Id">The alert's id, on every try the same.</param>
public sealed record Message(string Id, string ContentType, ReadOnlyMemory<byte> Body);
