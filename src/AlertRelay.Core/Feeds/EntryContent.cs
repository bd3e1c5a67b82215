using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages;

namespace AlertRelay.Feeds;

/// <summary>What an entry shows to people: facts, summary, and the words that changed. Publishers' texts are text in it, never markup.</summary>
internal static class EntryContent
{
    private const int MaxRuns = 50, MaxRun = 500;

    public static readonly CardWriter Cards = new(relay: null);

    public static string Html(Alert alert, Card card) => Markup.Join(
        Markup.Of($"<p><strong>{AlertView.Level(card.Severity)}</strong></p>"),
        Facts(card),
        card.Summary.Length == 0 ? default : Markup.Of($"<p dir=\"auto\">{card.Summary}</p>"),
        Words("Removed", "del", alert.Diff.Removed, alert.Language),
        Words("Added", "ins", alert.Diff.Added, alert.Language)).ToString();

    private static Markup Facts(Card card) => Markup.Of($"""
        <ul>
        {Markup.Join(card.Facts.Where(fact => fact.Name is not (CardWriter.Gone or CardWriter.New)).Select(
            fact => Markup.Of($"<li>{fact.Name}: <bdi>{fact.Value}</bdi></li>")))}
        </ul>
        """);

    private static Markup Words(string heading, string element, IReadOnlyList<string> runs, string language) => runs.Count == 0 ? default : Markup.Of($"""
        <h3>{heading}</h3>
        <ul lang="{AlertView.Tag(language)}">
        {Markup.Join(runs.Take(MaxRuns).Select(run => Markup.Of($"<li dir=\"auto\"><{element}>{Run(run)}</{element}></li>")))}
        {(runs.Count > MaxRuns ? Markup.Of($"<li>and {runs.Count - MaxRuns} more</li>") : default)}
        </ul>
        """);

    // A run may be as long as the text.
    private static string Run(string run) =>
        TextTruncation.To(string.Join(' ', TextSanitizer.Paragraphs(run[..Math.Min(run.Length, 2 * MaxRun)])), MaxRun);
}
