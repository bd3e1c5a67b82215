using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Chats;

/// <summary>Which format a subscription has: the one that its owner named, if it fits the target, else the one that the target is known to be of.</summary>
/// <param name="Complaint">What does not fit and what to write; null when all is well. Does not repeat the target.</param>
internal sealed record FormatChoice(string Format, string? Complaint = null)
{
    /// <param name="named">Null when the owner left it to the relay.</param>
    public static FormatChoice Of(Uri target, string? named) => named switch
    {
        null => Recognised(target),
        WebhookFormat.FormatName when ChatPlatforms.Recognise(target) is { AllowsPlainWebhooks: false } chat => Contradicts(chat, WebhookFormat.FormatName),
        _ when ChatPlatforms.Of(named) is { } platform => Of(target, platform),
        _ => new(named),
    };

    /// <param name="format">Of the target before.</param>
    public static string? Kept(Uri target, string format) =>
        ChatPlatforms.Recognise(target)?.Name == format ? null : format;

    private static FormatChoice Recognised(Uri target) =>
        ChatPlatforms.Recognise(target) is { } chat ? new(chat.Name)
        : ChatPlatforms.All.FirstOrDefault(platform => platform.Owns(target)) is { AllowsPlainWebhooks: false } owner ? Incomplete(owner)
        : new(WebhookFormat.FormatName);

    private static FormatChoice Of(Uri target, ChatPlatform platform) =>
        ChatPlatforms.Recognise(target) is { } chat && chat != platform ? Contradicts(chat, platform.Name)
        : platform.Fits(target) ? new(platform.Name)
        : Incomplete(platform);

    private static FormatChoice Contradicts(ChatPlatform chat, string named) =>
        new(named, $"the target is one of {chat.Title}, which does not take the format '{named}'; leave 'format' out, or write '{chat.Name}'.");

    private static FormatChoice Incomplete(ChatPlatform platform) =>
        new(platform.Name, $"a target of {platform.Title} looks like {platform.Example}; copy it whole.");
}
