using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// An embed (https://discord.com/developers/docs/resources/message#embed-object-embed-limits): title 256, description 4096, 25 fields, name
/// 256, value 1024, all together 6000.
/// </summary>
internal sealed class DiscordFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Title = 256, Description = 2500, Value = 280, Fields = 10, Content = 2000, Inline = 24;

    public override string Name => "discord";

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["allowed_mentions"] = NoMentions(),
        ["embeds"] = new JsonArray(new JsonObject
        {
            ["title"] = TextTruncation.Fit(card.Title, Title, MarkupEscaping.Markdown),
            ["color"] = int.Parse(card.Color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ["description"] = Shown(card),
            ["fields"] = Each(
                card.Facts.Take(Fields),
                fact => new JsonObject
                {
                    ["name"] = fact.Name,
                    ["value"] = TextTruncation.Fit(fact.Value, Value, MarkupEscaping.Markdown),
                    ["inline"] = fact.Value.Length < Inline,
                }),
        }),
    });

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject { ["allowed_mentions"] = NoMentions(), ["content"] = TextTruncation.Fit(card.Title, Content, MarkupEscaping.Markdown) });

    // The texts first, then the links, which are never cut.
    private static string Shown(Card card)
    {
        var links = string.Join(" · ", card.Links.Select(link => $"[{link.Text}]({Closed(link.Url)})"));
        var text = card.Lines.Count > 0 ? Lines(card.Lines) : TextTruncation.Fit(card.Summary, Description - 1000, MarkupEscaping.Markdown);
        return links.Length > Description - text.Length ? text : $"{text}\n{links}".Trim();
    }

    private static string Lines(IEnumerable<string> lines)
    {
        var shown = "";
        foreach (var line in lines.Select(line => MarkupEscaping.Markdown(line) + "\n").TakeWhile(line => shown.Length + line.Length <= Description - 700))
            shown += line;
        return shown;
    }

    // A bracket of the address would end the link.
    private static string Closed(Uri url) => url.AbsoluteUri.Replace("(", "%28").Replace(")", "%29");

    private static JsonObject NoMentions() => new() { ["parse"] = new JsonArray() };
}
