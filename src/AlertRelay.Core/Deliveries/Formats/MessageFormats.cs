using AlertRelay.Deliveries.Chats;

namespace AlertRelay.Deliveries.Formats;

/// <summary>The format of plain webhooks, and that of every platform in <see cref="ChatPlatforms"/>.</summary>
/// <param name="relay">Relay:BaseUrl, if it is set.</param>
/// <param name="hasPages">If false, no message links to the relay.</param>
/// <param name="maxBytes">Of the body of a plain webhook.</param>
public sealed class MessageFormats(Uri? relay, bool hasPages = true, int maxBytes = DeliveryOptions.DefaultMaximumBytes)
{
    public IReadOnlyList<IMessageFormat> All { get => field ??= Create(); init; }

    public IMessageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The error for an unknown format.</summary>
    public string NotKnown(string name) => $"'{name}' is not known; what may be written: {string.Join(", ", All.Select(each => each.Name))}.";

    private IReadOnlyList<IMessageFormat> Create() =>
        [new WebhookFormat(relay, maxBytes), .. ChatPlatforms.All.Select(platform => platform.CreateFormat(relay, hasPages ? relay : null))];

    /// <summary>The reason for the ledger, when a subscription has a format of another version of the relay.</summary>
    public static string Unknown(string name) => $"this relay has no format \"{name}\"";
}
