namespace AlertRelay.Delivery.Formats;

/// <summary>Every format there is. A further one is one more file here and one more line below.</summary>
/// <param name="relay">Relay:BaseUrl, where it is set.</param>
public sealed class MessageFormats(Uri? relay)
{
    public IReadOnlyList<IMessageFormat> All { get; init; } =
    [
        new WebhookFormat(relay), new SlackFormat(relay), new TeamsFormat(relay), new DiscordFormat(relay), new GoogleChatFormat(relay), new MattermostFormat(relay), new RocketChatFormat(relay),
        new TelegramFormat(relay), new WebexFormat(relay), new NtfyFormat(relay), new PagerDutyFormat(relay), new EmailFormat(relay),
    ];

    public IMessageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>For whoever named another one.</summary>
    public string NotKnown(string name) => $"'{name}' is not known; what may be written: {string.Join(", ", All.Select(each => each.Name))}.";

    /// <summary>Why nothing can be sent to a subscription that names a format of another version of the relay.</summary>
    public static string Unknown(string name) => $"this relay has no format \"{name}\"";
}
