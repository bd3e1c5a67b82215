using AlertRelay.Deliveries.Chats;

namespace AlertRelay.Deliveries.Formats;

/// <summary>The plain webhook's format and that of every platform in <see cref="ChatPlatforms"/>.</summary>
/// <param name="relay">Relay:BaseUrl, where it is set.</param>
/// <param name="hasPages">Without them no message links to the relay.</param>
public sealed class MessageFormats(Uri? relay, bool hasPages = true)
{
    public IReadOnlyList<IMessageFormat> All { get => field ??= Known(); init; }

    public IMessageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>For whoever named another one.</summary>
    public string NotKnown(string name) => $"'{name}' is not known; what may be written: {string.Join(", ", All.Select(each => each.Name))}.";

    private IReadOnlyList<IMessageFormat> Known() =>
        [new WebhookFormat(relay), .. ChatPlatforms.All.Select(platform => platform.CreateFormat(relay, hasPages ? relay : null))];

    /// <summary>Why nothing can be sent to a subscription that names a format of another version of the relay.</summary>
    public static string Unknown(string name) => $"this relay has no format \"{name}\"";
}
