using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>What histories file an alert under. They let through what a subscription's filter lets through: one rule, in one place.</summary>
internal static class AlertFacts
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    /// <summary>The highest minimum that lets the alert through.</summary>
    public static Severity HighestMinimum(Alert alert) =>
        Severities.Where(minimum => new Filter { Kinds = [alert.Kind], MinimumSeverity = minimum }.Matches(alert)).Max();

    /// <summary>What an event of health is filed as in place of a change.</summary>
    public const string Health = "Health";

    public static string Change(Alert alert) => alert.Kind == EventKind.Health ? Health : alert.Change.ToString();

    /// <summary>A part of a country is found under its country too.</summary>
    public static IEnumerable<string> Countries(Alert alert) => alert.Areas.SelectMany(area => new[] { area.Code, area.Code.Split('-')[0] }).Distinct();
}
