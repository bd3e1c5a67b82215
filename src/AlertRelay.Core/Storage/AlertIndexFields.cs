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

    /// <summary>Whether a history finds the alert by the query, its cursor and order aside.</summary>
    public static bool Matches(AlertQuery query, Alert alert) =>
        IsOf(query.Kind, Change(alert))
        && (query.Channels.Count == 0 || query.Channels.Contains(alert.Channel))
        && (query.Categories.Count == 0 || query.Categories.Contains(alert.Category))
        && (query.Changes.Count == 0 || query.Changes.Contains(alert.Change))
        && (query.Countries.Count == 0 || Countries(alert).Intersect(query.Countries).Any())
        && (query.MinimumSeverity is not { } minimum || HighestMinimum(alert) >= minimum)
        && !(alert.DetectedAt < query.Since)
        && !(alert.DetectedAt >= query.Until)
        && query.Words.All(alert.Mentions);

    /// <summary>A part of a country is found under its country too.</summary>
    public static IEnumerable<string> Countries(Alert alert) => alert.Areas.SelectMany(area => new[] { area.Code, area.Code.Split('-')[0] }).Distinct();
}
