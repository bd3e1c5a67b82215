using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Pages;

/// <summary>The newest alerts, a line each.</summary>
internal static class AlertsView
{
    private static readonly CardWriter Cards = new(relay: null);

    /// <param name="root">See <see cref="Page.Root"/>.</param>
    public static Page Write(AlertPage alerts, string root) => new("Alerts", Markup.Of($"""
        <h1>Alerts</h1>
        {(alerts.Alerts.Count == 0 ? Markup.Of($"<p>There are none.</p>") : default)}
        <ol class="alerts">
        {Markup.Join(alerts.Alerts.Where(CardWriter.HasPage).Select(alert => Line(alert, Cards.Write(alert), root)))}
        </ol>
        {(alerts.Cursor is { } cursor
            ? Markup.Of($"<p><a class=\"button\" rel=\"next\" href=\"{root}{RelayPages.Alerts}?cursor={Uri.EscapeDataString(cursor)}\">Older alerts</a></p>")
            : default)}
        """))
    {
        Root = root,
                Head = Page.Feeds(root),
    };

    private static Markup Line(Alert alert, Card card, string root) => Markup.Of($"""
        <li class="{card.Severity.ToString()}">
        <a href="{root}{RelayPages.Alerts}/{Uri.EscapeDataString(alert.Id)}" dir="auto">{AlertView.Symbol(card)} {card.Headline}</a>
        <div class="soft">{AlertView.Level(card.Severity)} · <bdi>{TextSanitizer.Line(alert.Authority)}</bdi> · {AlertView.Time(alert.DetectedAt)}</div>
        </li>
        """);
}
