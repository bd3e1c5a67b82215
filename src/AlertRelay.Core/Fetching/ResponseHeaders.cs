using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Fetching;

/// <summary>Header fields as they came, where the typed properties would drop or throw on what servers really send.</summary>
internal static class ResponseHeaders
{
    /// <returns>The first line of that name, or null when there is none or it is empty.</returns>
    public static string? Raw(this HttpResponseMessage response, string name) =>
        First(response.Headers, name) ?? First(response.Content.Headers, name);

    /// <returns>All lines of that name as one list (RFC 9110, 5.3).</returns>
    public static string[] RawList(this HttpResponseMessage response, string name) =>
        All(response.Headers, name).Concat(All(response.Content.Headers, name))
            .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToArray();

    /// <summary>In any of the three forms of RFC 9110, 5.6.7, and some that come near.</summary>
    public static DateTimeOffset? RawDate(this HttpResponseMessage response, string name) => ParseDate(response.Raw(name));

    public static DateTimeOffset? ParseDate(string? value) =>
        HeaderUtilities.TryParseDate(value, out var date) ? date : null;

    private static string? First(HttpHeaders headers, string name) =>
        All(headers, name).FirstOrDefault(value => value.Length > 0);

    private static HeaderStringValues All(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values : default;
}
