using AlertRelay.Deliveries;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Preferences;

/// <summary>The zone that somebody chose. No secret, so it is neither encrypted nor signed.</summary>
internal static class TimeZoneCookie
{
    private const string Name = "alertrelay-zone";

    private const int MaxLength = 64;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static TimeZoneInfo Of(HttpRequest request) => Find(request.Cookies[Name] ?? "") ?? TimeZoneInfo.Utc;

    /// <returns>Null for a name that is not one of the IANA time zone database.</returns>
    public static TimeZoneInfo? Find(string name) =>
        name == TimeZoneInfo.Utc.Id ? TimeZoneInfo.Utc
        : name.Length is > 0 and <= MaxLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '+' or '-')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone
        : null;

    public static void Set(HttpResponse response, TimeZoneInfo zone, RelayOptions relay) => response.Cookies.Append(Name, zone.Id, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = SessionAuthentication.CookiePath(relay),
        MaxAge = Lifetime,
    });
}
