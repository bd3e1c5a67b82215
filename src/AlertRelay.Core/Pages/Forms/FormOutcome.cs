using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Forms;

internal static class FormOutcome
{
    /// <summary>Leads to another page, which says once what the form did.</summary>
    /// <param name="then">Below the root.</param>
    public static SeeOther Say(this HttpContext http, string then, string text, ApiCall? call = null, string? secret = null, bool isError = false)
    {
        var page = http.RequestServices.GetRequiredService<PageContext>();
        http.RequestServices.GetRequiredService<OneTimeMessages>().Put(
            http, new OneTimeMessage(text, secret, call?.Curl(page.BaseUrlOf(http.Request)), isError));
        return new SeeOther(then);
    }
}
