using System.Globalization;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Detection;

namespace AlertRelay.Pages;

/// <summary>
/// The page of one alert: its card, the whole text and the evidence. Its only links are the official page and the relay's
/// own.
/// </summary>
/// <param name="root">See <see cref="Page.Root"/>.</param>
internal sealed partial class AlertView(ChannelCatalog catalog, string root)
{
    private const int MaxFact = 2_000, MaxRuns = 200, MaxEarlierVersions = 20;

    private static readonly CardWriter Cards = new(relay: null) { MaxValue = MaxFact };

    public Page Write(Alert alert)
    {
        var card = Cards.Write(alert);
        var parts = new[]
        {
            Top(alert, card), Section("Summary", Paragraph(alert.Summary, alert.Language)), Words(alert), Members(alert),
            alert.Cluster is null ? Section("Text", Paragraph(alert.Text, alert.Language)) : default,
            Section("In other languages", Markup.Join(alert.Translations.Select(Translation))),
            alert.Cluster is null ? Evidence(alert) : default, Earlier(alert),
        };
        return new Page(card.Headline, Markup.Join(parts))
        {
            Root = root,
                        Head = Markup.Join(
                Markup.Of($"<link rel=\"alternate\" type=\"application/json\" href=\"{Json(alert)}\">"),
                Markup.Of($"<link rel=\"alternate\" type=\"application/cap+xml\" href=\"{Address(alert.Id, RelayPages.Cap)}\">"),
                Page.Feeds(root)),
        };
    }

    /// <summary>Before the headline, so that colour is never the only sign.</summary>
    public static Markup Symbol(Card card) => Markup.Of($"<span aria-hidden=\"true\">{card.Symbol}</span>");

    public static string Level(Severity severity) => severity == Severity.Unknown ? "No level known" : severity.ToString();

    private string Json(Alert alert) => Address(alert.Id, RelayPages.Json);

    private string Address(string id, string form) => $"{root}{RelayPages.Alerts}/{Uri.EscapeDataString(id)}{form}";

    private Markup Top(Alert alert, Card card) => Markup.Of($"""
        <div class="top {card.Severity.ToString()}">
        <p class="soft">{alert.Change.ToString()} · {alert.Category.ToString()}</p>
        <h1 dir="auto">{Symbol(card)} {card.Headline}</h1>
        <p class="level">{Level(card.Severity)}</p>
        </div>
        <dl>
        {Markup.Join(card.Facts.Where(fact => fact.Name is not (CardWriter.Gone or CardWriter.New)).Select(
            fact => Fact(fact.Name, Markup.Of($"<bdi>{fact.Value}</bdi>"))))}
        </dl>
        {Official(alert, card)}
        """);

    // Stored links may be from before the catalogue listed hosts.
    public static Uri? OfficialPage(ChannelCatalog catalog, Alert alert, Card card) =>
        card.Links.FirstOrDefault(link => link.Text == CardWriter.Official) is { Url: var page }
            && catalog.FindAlsoFormer(alert.Channel) is { } channel
            && OfficialLink.Of(channel, page) == page
            ? page
            : null;

    private Markup Official(Alert alert, Card card) => OfficialPage(catalog, alert, card) is { } page
        ? Markup.Of(
            $"<p><a class=\"button\" href=\"{page.AbsoluteUri}\" rel=\"noopener noreferrer external\">{CardWriter.Official}</a> <span "
            + $"class=\"soft\">at {page.IdnHost}</span></p>")
        : default;

    private static Markup Words(Alert alert) =>
        Section("What changed in the text", Markup.Join(
            Runs(CardWriter.Gone, "del", alert.Diff.Removed, alert.Language), Runs(CardWriter.New, "ins", alert.Diff.Added, alert.Language)));

    private static Markup Runs(string name, string element, IReadOnlyList<string> runs, string language) => runs.Count == 0 ? default : Markup.Of($"""
        <h3>{name}</h3>
        <ul class="said" lang="{Tag(language)}">
        {Markup.Join(
            runs.Take(MaxRuns).Select(run => Markup.Of($"<li dir=\"auto\"><{element}>{string.Join(' ', TextSanitizer.Paragraphs(run))}</{element}></li>")))}
        </ul>
        """);

    private static Markup Paragraph(string text, string language) => text.Length == 0 ? default : Markup.Of($"""
        <div class="said" lang="{Tag(language)}">
        {Markup.Join(TextSanitizer.Paragraphs(text).Select(paragraph => Markup.Of($"<p dir=\"auto\">{paragraph}</p>")))}
        </div>
        {(text.Length > TextSanitizer.MaxText ? Markup.Of($"<p class=\"soft\">The text goes on; the official page has all of it.</p>") : default)}
        """);

    private static Markup Translation(Translation translation) => Markup.Of($"""
        <h3 lang="{Tag(translation.Language)}" dir="auto">{string.Join(' ', TextSanitizer.Paragraphs(translation.Title))}</h3>
        {Paragraph(translation.Summary, translation.Language)}
        {Paragraph(translation.Text, translation.Language)}
        """);

    private Markup Evidence(Alert alert) => Section("Evidence", Markup.Of($"""
        <dl>
        {Fact("Read at", Code(alert.Evidence.Url.AbsoluteUri))}
        {Fact("Fetched", Time(alert.Evidence.FetchedAt))}
        {Fact("SHA-256", Code(alert.Evidence.Sha256))}
        {(alert.Evidence.ETag is { } tag ? Fact("ETag", Code(tag)) : default)}
        {(alert.Evidence.LastModified is { } modified ? Fact("Last-Modified", Code(modified)) : default)}
        {Fact("Channel", Code(alert.Channel))}
        {Fact("Alert", Code($"{alert.Id}, revision {alert.Revision}"))}
        </dl>
        <p><a href="{Json(alert)}">This alert as JSON</a>.
        With an API key, <code>GET {root}/api/v1/alerts/{Uri.EscapeDataString(alert.Id)}/evidence</code> gives the original document.</p>
        """));

    private Markup Earlier(Alert alert) => Section("Earlier alerts of this notice", alert.References.Count == 0 ? default : Markup.Of($"""
        <ul>
        {Markup.Join(alert.References
            .TakeLast(MaxEarlierVersions)
            .Reverse()
            .Select(id => Markup.Of($"<li><a href=\"{root}{RelayPages.Alerts}/{Uri.EscapeDataString(id)}\">{TextSanitizer.Line(id)}</a></li>")))}
        </ul>
        """));

    // Each leads to the public page of its alert, where the official page is checked and linked.
    private Markup Members(Alert alert) => Section("Governments", alert.Cluster is not { } cluster ? default : Markup.Of($"""
        <ul>
        {Markup.Join(cluster.Members.Select(member => Markup.Of($"""
            <li><bdi>{TextSanitizer.Line(member.Name)}</bdi>, {Time(member.DetectedAt)}: <a href="{root}{RelayPages.Alerts}/{Uri.EscapeDataString(
                member.Alert)}"><bdi>{TextSanitizer.Line(member.Headline)}</bdi></a></li>
            """)))}
        </ul>
        """));

    private static Markup Section(string heading, Markup body) => body.IsEmpty ? default : Markup.Of($"<section>\n<h2>{heading}</h2>\n{body}\n</section>");

    private static Markup Fact(string name, Markup value) => Markup.Of($"<dt>{name}</dt><dd>{value}</dd>");

    private static Markup Code(string text) => Markup.Of($"<code dir=\"ltr\">{string.Join(' ', TextSanitizer.Paragraphs(text))}</code>");

    public static Markup Time(DateTimeOffset at) => Markup.Of(
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{at.UtcDateTime.ToString(
            "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}</time>");

    // "" means unknown (HTML, "The lang and xml:lang attributes").
    public static string Tag(string language) => LanguageTag.IsMatch(language) ? language : "";

    // As far as BCP 47 is needed.
    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z")]
    private static partial Regex LanguageTag { get; }
}
