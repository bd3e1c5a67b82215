namespace AlertRelay.Alerts;

/// <summary>CAP 1.2, section 3.2.2 "severity". Unknown is never shown as safe: it means that no level could be read.</summary>
public enum Severity
{
    Unknown,
    Minor,
    Moderate,
    Severe,
    Extreme,
}
