namespace AlertRelay.Deliveries.Layout;

/// <summary>The URLs of the relay's public pages.</summary>
internal static class RelayPages
{
    public const string Alerts = "/alerts", Confirm = "/confirm", Unsubscribe = "/unsubscribe";

    public const string AtomFeed = "/feeds/alerts.atom", JsonFeed = "/feeds/alerts.json", CapFeed = "/feeds/alerts.cap.xml";

    /// <summary>The end of the address of an alert in this form.</summary>
    public const string Json = ".json", Cap = ".cap.xml";

    /// <param name="relay">Relay:BaseUrl, whose path stays, as behind a proxy.</param>
    public static Uri All(Uri relay) => At(relay, Alerts);

    /// <inheritdoc cref="All"/>
    public static Uri Of(Uri relay, string alert) => At(relay, $"{Alerts}/{Uri.EscapeDataString(alert)}");

    public static Uri At(Uri relay, string path) => new(relay.AbsoluteUri.TrimEnd('/') + path);
}
