using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>What the next page says once.</summary>
/// <param name="Secret">Shown in a field to copy.</param>
/// <param name="Curl">The command that does the same.</param>
internal sealed record OneTimeMessage(string Text, string? Secret = null, string? Curl = null, bool IsError = false);

/// <summary>
/// Carries a message over the redirect after a form, in an encrypted cookie of five minutes that only the same person can read and that ends when it is
/// shown.
/// </summary>
internal sealed class OneTimeMessages(IDataProtectionProvider protection, IOptions<RelayOptions> relay)
{
    private const string CookieName = "alertrelay-message";

    // A browser keeps about 4,096 bytes, encrypted and in base64.
    private const int MaxCurl = 1_500;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public void Put(HttpContext http, OneTimeMessage message)
    {
        var json = JsonSerializer.Serialize(
            message.Curl?.Length > MaxCurl ? message with { Curl = null } : message, OneTimeMessageJson.Default.OneTimeMessage);
        http.Response.Cookies.Append(CookieName, Protector(http).Protect(json, Lifetime), Options());
    }

    /// <summary>The message is gone afterwards.</summary>
    public OneTimeMessage? Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { } cookie)
            return null;

        http.Response.Cookies.Delete(CookieName, Options());
        try
        {
            return JsonSerializer.Deserialize(Protector(http).Unprotect(cookie), OneTimeMessageJson.Default.OneTimeMessage);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector(HttpContext http) =>
        protection.CreateProtector("message", Caller.Of(http.User).KeyId).ToTimeLimitedDataProtector();

    private CookieOptions Options() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = SessionAuthentication.CookiePath(relay.Value),
        MaxAge = Lifetime,
    };
}

[JsonSerializable(typeof(OneTimeMessage))]
internal sealed partial class OneTimeMessageJson : JsonSerializerContext;
