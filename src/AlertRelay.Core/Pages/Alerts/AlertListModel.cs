using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using Microsoft.AspNetCore.WebUtilities;

namespace AlertRelay.Pages.Alerts;

/// <summary>A page of the list, and the search that found it.</summary>
/// <param name="Query">Of the page's address.</param>
/// <param name="Errors">By parameter: what to write instead.</param>
internal sealed record AlertListModel(IQueryCollection Query, IReadOnlyList<Channel> Channels, AlertPage Page, IReadOnlyDictionary<string, string> Errors)
{
    private const string Cursor = "cursor", Until = "until", Day = "yyyy-MM-dd";

    public static readonly IReadOnlyList<Severity> Severities = [Severity.Extreme, Severity.Severe, Severity.Moderate, Severity.Minor];

    private static readonly string[] Fields = ["text", "country", "channel", "minimumSeverity", "change", "since", Until];

    /// <summary>The newest first.</summary>
    /// <param name="zone">In which the page writes times.</param>
    public IReadOnlyList<IGrouping<DateOnly, Alert>> Days(TimeZoneInfo zone) =>
        [.. Page.Alerts.GroupBy(alert => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(alert.DetectedAt, zone).DateTime))];

    public bool IsFiltered => Given().Any();

    /// <summary>Of parameters that have no field.</summary>
    public IEnumerable<KeyValuePair<string, string>> OtherErrors => Errors.Where(error => !Fields.Contains(error.Key));

    /// <summary>The query of the next page; null if there is none.</summary>
    public string? Next => Page.Cursor is { } cursor ? QueryOf([.. Given(), KeyValuePair.Create(Cursor, (string?)cursor)]) : null;

    /// <summary>Which path of the API answers the same.</summary>
    public string ApiPath => "/alerts" + QueryOf(Given().Select(part => part.Key == Until ? KeyValuePair.Create(Until, EndOf(part.Value)) : part));

    public string Value(string field) => Query[field].ToString();

    public bool Has(string field, string value) =>
        Query[field].Any(given => given?.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase) == true);

    /// <summary>People mean the whole of a day that they name as the last; the API means its beginning.</summary>
    public static string? EndOf(string? until) =>
        DateOnly.TryParseExact(until, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? day.AddDays(1).ToString(Day, CultureInfo.InvariantCulture)
            : until;

    private IEnumerable<KeyValuePair<string, string?>> Given() =>
        from field in Fields
        from value in Query[field]
        where !string.IsNullOrWhiteSpace(value)
        select KeyValuePair.Create(field, (string?)value);

    private static string QueryOf(IEnumerable<KeyValuePair<string, string?>> parts) => QueryHelpers.AddQueryString("", parts);
}
