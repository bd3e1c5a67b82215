namespace AlertRelay.Deliveries.Layout;

/// <summary>The URLs of the relay's public pages.</summary>
internal static class RelayPages
{
    public const string Alerts = "/alerts", Confirm = "/confirm", Unsubscribe = "/unsubscribe";

    /// <param name="relay">Relay:BaseUrl, whose path stays, as behind a proxy.</param>
    public static Uri All(Uri relay) => At(relay, Alerts);

    /// <inheritdoc cref="All"/>
    public static Uri Of(Uri relay, string alert) => At(relay, $"{Alerts}/{Uri.EscapeDataString(alert)}");

    public static Uri At(Uri relay, string path) => new(relay.AbsoluteUri.TrimEnd('/') + path);
}
