using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Sessions;

/// <summary>What the forms of several pages share.</summary>
internal static class ConsoleForms
{
    public const string IdField = "form-id", ConfirmField = "confirm";

    private const int MaxId = 100;

    /// <summary>For a hidden field: a form that is sent twice is done once.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The header by which the API recognises a repeat.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Once(string formId) =>
        [KeyValuePair.Create("Idempotency-Key", formId.Length is > 0 and <= MaxId && formId.All(char.IsAsciiLetterOrDigit) ? formId : Safe(formId))];

    public static async Task<bool> IsConfirmed(this HttpContext http) =>
        (await http.Request.ReadFormAsync(http.RequestAborted))[ConfirmField].ToString().Length > 0;

    /// <summary>Leads to another page that says what came of a form, or to the page of the problem.</summary>
    public static IResult Done<T>(this HttpContext http, ApiAnswer<T> answer, string then, Func<T?, string> text, Func<T?, string?>? secret = null)
    {
        if (answer.Problem is { } problem)
            return (problem with { Back = then }).Page();

        var page = http.RequestServices.GetRequiredService<PageContext>();
        http.RequestServices.GetRequiredService<OneTimeMessages>().Put(
            http, new OneTimeMessage(text(answer.Value), secret?.Invoke(answer.Value), answer.Call.Curl(page.BaseUrlOf(http.Request))));
        return new SeeOther(then);
    }

    /// <summary>A text with its places filled in.</summary>
    public static string Format(string text, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, text, values);

    // Whatever a changed form holds, the header is one line of letters.
    private static string Safe(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
