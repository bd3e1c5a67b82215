using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>The index fields of an alert in the history. A query matches like a subscription's filter: one rule, in one place.</summary>
internal static class AlertIndexFields
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    /// <summary>The highest minimum severity that matches the alert.</summary>
    public static Severity HighestMinimum(Alert alert) =>
        Severities.Where(minimum => new Filter { Kinds = [EventKind.Alert, alert.Kind], MinimumSeverity = minimum }.Matches(alert)).Max();

    /// <summary>The value for events that are not changes of notices.</summary>
    public static readonly IReadOnlyList<string> OtherKinds =
    [
        .. Enum.GetValues<EventKind>().Where(kind => kind != EventKind.Alert).Select(kind => kind.ToString()),
    ];

    public static string Change(Alert alert) => alert.Kind == EventKind.Alert ? alert.Change.ToString() : alert.Kind.ToString();

    /// <param name="filedAs">See <see cref="Change"/>.</param>
    public static bool IsOf(EventKind kind, string filedAs) => kind == EventKind.Alert ? !OtherKinds.Contains(filedAs) : filedAs == kind.ToString();

    /// <summary>A part of a country is found under its country too.</summary>
    public static IEnumerable<string> Countries(Alert alert) => alert.Areas.SelectMany(area => new[] { area.Code, area.Code.Split('-')[0] }).Distinct();
}
