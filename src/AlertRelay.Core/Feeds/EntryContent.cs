using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Alerts;

namespace AlertRelay.Feeds;

/// <summary>What an entry shows to people: facts, summary, and the words that changed. Publishers' texts are text in it, never markup.</summary>
internal static class EntryContent
{
    private const int MaxRuns = 50, MaxRun = 500;

    public static readonly CardWriter Cards = new(relay: null);

    /// <summary>None of the elements is empty, so that XML reads as HTML.</summary>
    public static string Html(Alert alert, Card card) => string.Join('\n', Elements(alert, card).Select(each => each.ToString(SaveOptions.DisableFormatting)));

    private static IEnumerable<XElement> Elements(Alert alert, Card card) =>
    [
        new("p", new XElement("strong", AlertText.LevelOf(card.Severity))),
        .. Facts(card),
        .. card.Summary.Length == 0 ? (XElement[])[] : [new("p", Direction, card.Summary)],
        .. Words("Removed", "del", alert.Diff.Removed, alert.Language),
        .. Words("Added", "ins", alert.Diff.Added, alert.Language),
    ];

    private static XAttribute Direction => new("dir", "auto");

    private static IEnumerable<XElement> Facts(Card card)
    {
        var facts = card.Facts.Where(fact => fact.Name is not (CardWriter.Gone or CardWriter.New))
            .Select(fact => new XElement("li", $"{fact.Name}: ", new XElement("bdi", fact.Value))).ToList();
        return facts.Count == 0 ? [] : [new("ul", facts)];
    }

    private static XElement[] Words(string heading, string element, IReadOnlyList<string> runs, string language) => runs.Count == 0 ? [] :
    [
        new("h3", heading),
        new(
            "ul", new XAttribute("lang", AlertText.LanguageOf(language)),
            runs.Take(MaxRuns).Select(run => new XElement("li", Direction, new XElement(element, Run(run)))),
            runs.Count > MaxRuns ? new XElement("li", $"and {runs.Count - MaxRuns} more") : null),
    ];

    // A run may be as long as the text.
    private static string Run(string run) =>
        TextTruncation.To(string.Join(' ', TextSanitizer.Paragraphs(run[..Math.Min(run.Length, 2 * MaxRun)])), MaxRun);
}
