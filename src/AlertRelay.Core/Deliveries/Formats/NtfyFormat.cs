using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// A text posted to the topic's own address, with the rest in the query (https://docs.ntfy.sh/publish/#list-of-all-parameters): the topic stands in the
/// path, and headers could hold ASCII only.
/// A message may have 4096 bytes; a longer one would become an attachment.
/// </summary>
internal sealed class NtfyFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Longest = 4096, Title = 250;

    public override string Name => "ntfy";

    protected override Message Write(Card card)
    {
        var text = TextTruncation.ToBytes(string.Join('\n', LinesOf(card)), Longest);
        return new Message(card.Id, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text.Length > 0 ? text : card.Headline))
        {
            Query = Parameters(card).ToDictionary(),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Card card) =>
    [
        new("title", TextTruncation.ToBytes(card.Title, Title)),
        new("priority", card.IsRelief ? "2" : card.Severity switch { Severity.Extreme => "5", Severity.Severe => "4", Severity.Minor => "2", _ => "3" }),
        .. card.Links.Take(1).Select(link => KeyValuePair.Create("click", link.Url.AbsoluteUri)),
    ];
}
