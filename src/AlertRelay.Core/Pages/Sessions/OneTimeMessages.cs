using System.Security.Cryptography;
using System.Text.Encodings.Web;
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

    // Browsers drop a cookie of more than 4,096 bytes with its name (RFC 6265, 6.1).
    private const int MaxCookie = 3_800, MaxText = 400;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // The text is encrypted, so nothing needs to be escaped for HTML, which would take six bytes for each letter of many scripts.
    private static readonly OneTimeMessageJson Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Put(HttpContext http, OneTimeMessage message)
    {
        // What is left out comes again on the page or in the documentation. The secret does not.
        OneTimeMessage[] shorter = [message, message with { Curl = null }, message with { Curl = null, Text = TextTruncation.To(message.Text, MaxText) }];
        var cookies = shorter.Select(each => Protector(http).Protect(JsonSerializer.Serialize(each, Json.OneTimeMessage), Lifetime));
        http.Response.Cookies.Append(CookieName, cookies.First(cookie => cookie.Length <= MaxCookie), Options());
    }

    /// <summary>The message is gone afterwards.</summary>
    public OneTimeMessage? Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { } cookie)
            return null;

        http.Response.Cookies.Delete(CookieName, Options());
        try
        {
            return JsonSerializer.Deserialize(Protector(http).Unprotect(cookie), Json.OneTimeMessage);
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
