using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Alerts;

/// <summary>A page of the list, and the search that found it.</summary>
/// <param name="Query">Of the page's address.</param>
/// <param name="Errors">By parameter: what to write instead.</param>
/// <param name="Zone">In which the page writes times, and reads days.</param>
internal sealed record AlertListModel(
    IQueryCollection Query, IReadOnlyList<Channel> Channels, AlertPage Page, IReadOnlyDictionary<string, string> Errors, TimeZoneInfo Zone)
{
    private const string Cursor = "cursor", Since = "since", Until = "until", Day = "yyyy-MM-dd";

    private static readonly string[] Fields = ["text", "country", "channel", "category", "minimumSeverity", "change", Since, Until];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<IGrouping<DateOnly, Alert>> Days =>
        [.. Page.Alerts.GroupBy(alert => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(alert.DetectedAt, Zone).DateTime))];

    public bool IsFiltered => Given().Any();

    /// <summary>Of parameters that have no field.</summary>
    public IEnumerable<KeyValuePair<string, string>> OtherErrors => Errors.Where(error => !Fields.Contains(error.Key));

    /// <summary>The query of the next page; null if there is none.</summary>
    public string? Next => Page.Cursor is { } cursor ? LinkQuery.Of([.. Given(), (Cursor, cursor)]) : null;

    /// <summary>Which path of the API answers the same.</summary>
    public string ApiPath => "/alerts" + LinkQuery.Of(Given().Select(part => part.Name switch
    {
        Since => (Since, StartOf(part.Value, Zone)),
        Until => (Until, EndOf(part.Value, Zone)),
        _ => part,
    }));

    public string Value(string field) => Query[field].ToString();

    public bool Has(string field, string value) =>
        Query[field].Any(given => given?.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase) == true);

    /// <summary>People mean the whole of a day that they name as the last; the API means its beginning.</summary>
    public static string? EndOf(string? until, TimeZoneInfo zone) => Midnight(until, 1, zone);

    /// <summary>The beginning of a day in the reader's zone.</summary>
    public static string? StartOf(string? since, TimeZoneInfo zone) => Midnight(since, 0, zone);

    // Other texts are for the API to read, or to refuse with what to write.
    private static string? Midnight(string? given, int daysLater, TimeZoneInfo zone)
    {
        if (!DateOnly.TryParseExact(given, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is 1 or 9999)
            return given;

        var local = day.AddDays(daysLater).ToDateTime(TimeOnly.MinValue);
        // Some zones skip midnight when summer time begins.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private IEnumerable<(string Name, string? Value)> Given() =>
        from field in Fields
        from value in Query[field]
        where !string.IsNullOrWhiteSpace(value)
        select (field, (string?)value);
}
