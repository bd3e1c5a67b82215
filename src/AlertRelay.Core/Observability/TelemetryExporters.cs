namespace AlertRelay.Observability;

/// <summary>Where telemetry is sent, by the standard settings of each backend; null if not set.</summary>
/// <param name="Otlp">https://opentelemetry.io/docs/specs/otel/protocol/exporter/</param>
/// <param name="AzureMonitor">A connection string: not to be shown.</param>
/// <param name="AzureIdentity">Azure Monitor takes it from the program's own identity only.</param>
public sealed record TelemetryExporters(string? Otlp, string? AzureMonitor, bool AzureIdentity)
{
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT", AzureSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING", IdentitySetting =
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public const string WrongOtlp = $"{OtlpSetting} must be an address such as http://localhost:4317.";
    public const string WrongAzure = $"{AzureSetting} cannot be read: copy the whole of it from the overview of the Application Insights resource.";

    public bool Any => Otlp is not null || AzureMonitor is not null;

    public bool IsOtlpReadable => Otlp is null || (Uri.TryCreate(Otlp, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");

    public bool IsAzureReadable =>
        AzureMonitor is null || AzureMonitor.Split(';').Any(part => part.StartsWith("InstrumentationKey=", StringComparison.OrdinalIgnoreCase));

    public static TelemetryExporters Of(IConfiguration configuration) => new(
        Set(configuration[OtlpSetting]),
        Set(configuration[AzureSetting]),
        configuration[IdentitySetting]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true);

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
