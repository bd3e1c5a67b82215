namespace AlertRelay.Observability;

/// <summary>Names of tags; those without the prefix are OpenTelemetry's own (https://opentelemetry.io/docs/specs/semconv/http/).</summary>
internal static class Tags
{
    public const string Channel = "alertrelay.channel", Outcome = "alertrelay.outcome", Change = "alertrelay.change", Cause = "alertrelay.cause";

    /// <summary>On spans only: one value for each alert.</summary>
    public const string Alert = "alertrelay.alert.id";

    /// <summary>On spans only: one value for each subscription.</summary>
    public const string Subscription = "alertrelay.subscription.id";

    /// <summary>On spans only: counts.</summary>
    public const string Alerts = "alertrelay.alerts", Listed = "alertrelay.listed", Pages = "alertrelay.pages", Receivers = "alertrelay.receivers", Attempt =
        "alertrelay.attempt";

    public const string Host = "server.address", Status = "http.response.status_code", Error = "error.type";
}
