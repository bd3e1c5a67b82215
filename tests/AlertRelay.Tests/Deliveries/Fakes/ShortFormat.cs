using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Tests.Deliveries.Fakes;

/// <summary>A format in the place of a platform's own: the alert's id, with ornaments or without.</summary>
internal sealed class ShortFormat(string name) : IMessageFormat
{
    public string Name => name;

    public static IReadOnlyList<IMessageFormat> ForAll { get; } =
    [
        .. AlertRelay.Deliveries.Chats.ChatPlatforms.All.Select(platform => new ShortFormat(platform.Name)),
    ];

    public Message Render(Alert alert) => Say(alert, $"*{alert.Id}*");

    public Message RenderPlainly(Alert alert) => Say(alert, alert.Id);

    private static Message Say(Alert alert, string text) => new(alert.Id, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text))
    {
        Headers = new Dictionary<string, string> { ["Title"] = "alert" },
        Query = new Dictionary<string, string> { ["requestId"] = alert.Id },
    };
}
