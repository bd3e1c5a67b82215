using System.Net;

namespace AlertRelay.Fetching;

/// <summary>The redirects of a fetch so far.</summary>
/// <param name="MovedTo">The URL after the leading permanent redirects.</param>
/// <param name="Permanent">Every redirect so far was permanent.</param>
internal sealed record RedirectChain(Uri Url, int Redirects = 0, Uri? MovedTo = null, bool Permanent = true)
{
    private const int MaxRedirects = 5;

    // Some publishers redirect until their cookie is sent back. It goes to its own host only (RFC 6265) and ends with the fetch.
    private CookieContainer? _cookies;

    public string? Cookies => _cookies?.GetCookieHeader(Url);

    public static bool IsRedirect(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    public static bool IsWeb(Uri url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    /// <returns>The next request, or why there is none.</returns>
    public FetchStep Follow(HttpResponseMessage redirect)
    {
        var status = (int)redirect.StatusCode;
        if (redirect.Raw("Location") is not { } location)
            return FetchStep.Fail($"HTTP {status} without a Location");

        if (Redirects == MaxRedirects)
            return FetchStep.Fail($"redirected more than {MaxRedirects} times");

        if (!Uri.TryCreate(Url, location, out var next) || !IsWeb(next))
            return FetchStep.Fail($"HTTP {status} to something that is no web address");

        if (next.UserInfo.Length > 0)
            return FetchStep.Fail($"HTTP {status} to an address with a user name or password");

        if (Url.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            return FetchStep.Fail($"HTTP {status} from https down to http");

        return new FetchStep.Onward(To(next, redirect.StatusCode) with { _cookies = CookiesWith(redirect) });
    }

    private CookieContainer? CookiesWith(HttpResponseMessage redirect)
    {
        var cookies = _cookies;
        foreach (var line in redirect.RawLines("Set-Cookie"))
        {
            try
            {
                (cookies ??= new CookieContainer()).SetCookies(Url, line);
            }
            catch (CookieException)
            {
                // No cookie, or not one of this host's.
            }
        }

        return cookies;
    }

    private RedirectChain To(Uri next, HttpStatusCode status)
    {
        var permanent = Permanent && status is (HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect);
        return new RedirectChain(next, Redirects + 1, permanent ? next : MovedTo, permanent);
    }
}

/// <summary>The outcome of one request of a fetch.</summary>
internal abstract record FetchStep
{
    private FetchStep() { }

    public static Final Fail(string reason, TimeSpan? retryAfter = null) => new(new FetchResult.Failed(reason, retryAfter));

    public sealed record Final(FetchResult Result) : FetchStep;

    public sealed record Onward(RedirectChain Route) : FetchStep;
}
