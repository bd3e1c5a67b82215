using System.Buffers.Text;
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

        return http.Say(then, text(answer.Value), answer.Call, secret?.Invoke(answer.Value));
    }

    /// <summary>Leads to another page, which says once what the form did.</summary>
    /// <param name="then">Below the root.</param>
    public static SeeOther Say(this HttpContext http, string then, string text, ApiCall? call = null, string? secret = null, bool isError = false)
    {
        var page = http.RequestServices.GetRequiredService<PageContext>();
        http.RequestServices.GetRequiredService<OneTimeMessages>().Put(
            http, new OneTimeMessage(text, secret, call?.Curl(page.BaseUrlOf(http.Request)), isError));
        return new SeeOther(then);
    }

    // A form may hold anything; the header is one line of letters.
    private static string Safe(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
