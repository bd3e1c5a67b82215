namespace AlertRelay.Deliveries.Formats;

/// <summary>Every format there is. A further one is one more file here and one more line below.</summary>
/// <param name="relay">Relay:BaseUrl, where it is set.</param>
/// <param name="hasPages">Without them no message links to the relay.</param>
public sealed class MessageFormats(Uri? relay, bool hasPages = true)
{
    private readonly Uri? _pages = hasPages ? relay : null;

    public IReadOnlyList<IMessageFormat> All { get => field ??= Known(); init; }

    public IMessageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>For whoever named another one.</summary>
    public string NotKnown(string name) => $"'{name}' is not known; what may be written: {string.Join(", ", All.Select(each => each.Name))}.";

    private IReadOnlyList<IMessageFormat> Known() =>
    [
        new WebhookFormat(relay), new SlackFormat(_pages), new TeamsFormat(_pages), new DiscordFormat(_pages), new GoogleChatFormat(_pages),
        new MattermostFormat(_pages), new RocketChatFormat(_pages),
        new TelegramFormat(_pages), new WebexFormat(_pages), new NtfyFormat(_pages), new PagerDutyFormat(_pages), new EmailFormat(relay, hasPages),
    ];

    /// <summary>Why nothing can be sent to a subscription that names a format of another version of the relay.</summary>
    public static string Unknown(string name) => $"this relay has no format \"{name}\"";
}
