using System.Collections.ObjectModel;
using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Formats;

/// <summary>How an alert reads at a receiver. A format renders and never sends; the publisher's words are not to be trusted in it.</summary>
public interface IMessageFormat
{
    /// <summary>As subscriptions name it.</summary>
    string Name { get; }

    /// <summary>Depends on the alert only: one rendering serves every receiver of the format.</summary>
    Message Render(Alert alert);

    /// <summary>The same in so plain a form that no receiver can stumble over it; sent when one could not read the other.</summary>
    Message RenderPlainly(Alert alert) => Render(alert);

    /// <summary>What a receiver wants to read of its own address in the message, such as the id of a chat, is put there.</summary>
    Message Address(Message message, Uri target) => message;

    /// <summary>Whether a message tells its number in the subscription's own count, so that a receiver can see that one is missing.</summary>
    bool IsNumbered => false;

    /// <param name="sequence">See <see cref="Delivery.Sequence"/>.</param>
    Message Number(Message message, long sequence) => message;

    /// <summary>Whether a message can be a reply to the post of an earlier alert of the same notice.</summary>
    bool IsReply => false;

    /// <param name="answer">The beginning of what the platform answered to that post.</param>
    Message Reply(Message message, string answer) => message;
}

/// <summary>A format for people, in which several alerts are one message with a list.</summary>
internal interface IGroupingFormat : IMessageFormat
{
    /// <param name="alerts">Two or more, in the order in which they were found.</param>
    Message Render(IReadOnlyList<Alert> alerts);

    Message RenderPlainly(IReadOnlyList<Alert> alerts) => Render(alerts);
}

/// <summary>What is posted, byte for byte.</summary>
/// <param name="Id">The alert's id, on every try the same.</param>
public sealed record Message(string Id, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Beside those that every message has.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>To be added to the target's query, unescaped.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
