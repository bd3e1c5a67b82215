using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>Text without markup (https://developer.webex.com/docs/api/v1/messages): 7439 bytes. Addresses in it become links by themselves.</summary>
internal sealed class WebexFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Longest = 7439;

    public override string Name => "webex";

    protected override Message Write(Card card)
    {
        var links = string.Concat(card.Links.Select(link => $"\n{link.Text}: {link.Url.AbsoluteUri}"));
        var text = TextTruncation.ToBytes(string.Join('\n', LinesOf(card).Prepend(card.Title)), Longest - Encoding.UTF8.GetByteCount(links));
        return Json(card, new JsonObject { ["text"] = text + links });
    }
}
