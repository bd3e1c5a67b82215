using System.Globalization;
using AlertRelay.Pages.Preferences;

namespace AlertRelay.Pages.Layout;

/// <summary>How pages write sentences and times.</summary>
internal static class PageText
{
    /// <summary>A text with its places filled in.</summary>
    public static string Format(string text, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, text, values);

    /// <summary>"2026-01-31 09:00 UTC", or with another offset where the reader has chosen another zone.</summary>
    public static string Written(this HttpContext http, DateTimeOffset at) => Written(at, TimeZoneCookie.Of(http.Request));

    public static string Written(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var minute = local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return zone == TimeZoneInfo.Utc ? $"{minute} UTC" : $"{minute} {local.ToString("zzz", CultureInfo.InvariantCulture)}";
    }
}
