using System.Diagnostics;
using System.Net;
using AlertRelay.Observability;

namespace AlertRelay.Fetching;

/// <summary>Gets one document politely: conditional, at intervals, limited in size and time.</summary>
/// <param name="http">Must not follow redirects, keep cookies or unpack bodies by itself; <see cref="FetchingServices"/> registers such a one.</param>
public sealed class Fetcher(HttpClient http, HostThrottles gate, FetchingOptions options, TimeProvider time)
{
    /// <remarks>Throws only if the caller cancels. Whatever a publisher does is a result.</remarks>
    internal async Task<FetchResult> Fetch(FetchRequest request, CancellationToken cancellationToken)
    {
        if (!RedirectChain.IsWeb(request.Url))
            return new FetchResult.Failed("the address does not begin with http:// or https://");

        using var span = Traces.Step(Traces.Fetch, ActivityKind.Client).Tag(Tags.Host, request.Url.IdnHost);
        var result = await Follow(new RedirectChain(request.Url), request, cancellationToken);
        Note(span, result);
        return result;
    }

    private async Task<FetchResult> Follow(RedirectChain route, FetchRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await Visit(route, request, cancellationToken))
            {
                case FetchStep.Onward onward:
                    route = onward.Route;
                    break;
                case FetchStep.Final done:
                    return done.Result;
            }
        }
    }

    private async Task<FetchStep> Visit(RedirectChain route, FetchRequest request, CancellationToken cancellationToken)
    {
        var host = route.Url.IdnHost;
        using var throttle = await gate.TryEnter(host, options.Timeout, cancellationToken);
        if (throttle is null)
            return FetchStep.Fail($"{host} asked for fewer requests", gate.BlockedFor(host));

        var step = await Ask(route, request, cancellationToken);
        if (step is FetchStep.Final done)
            Note(host, request.Url, done.Result);
        return step;
    }

    private async Task<FetchStep> Ask(RedirectChain route, FetchRequest request, CancellationToken cancellationToken)
    {
        // Real time, even when a replay sets the relay's clock.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        try
        {
            return await Send(route, request, deadline.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchStep.Fail(FetchErrors.Describe(fault, options.Timeout, route.Url.IdnHost));
        }
        catch (HttpRequestException fault)
        {
            return FetchStep.Fail(FetchErrors.Describe(fault, route.Url.IdnHost));
        }
        catch (IOException)
        {
            return FetchStep.Fail("body broke off before its end");
        }
    }

    private async Task<FetchStep> Send(RedirectChain route, FetchRequest request, CancellationToken deadline)
    {
        using var message = ConditionalRequest.Create(route.Url, request, options, route.Cookies);
        using var response = await Get(message, route, deadline);
        if (RedirectChain.IsRedirect(response))
            return route.Follow(response);

        var answer = new ResponseInterpreter(response, request, options, time.GetUtcNow());
        return new FetchStep.Final(await answer.Read(ConditionalRequest.IsConditional(message), route, deadline));
    }

    private async Task<HttpResponseMessage> Get(HttpRequestMessage message, RedirectChain route, CancellationToken deadline)
    {
        int? status = null;
        try
        {
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline);
            status = (int)response.StatusCode;
            return response;
        }
        finally
        {
            Meters.Requested(route.Url.IdnHost, status);
        }
    }

    private static void Note(RelaySpan span, FetchResult result)
    {
        if (result is FetchResult.Failed)
            span.Failed("failed");
        span.Tag(Tags.Outcome, result is FetchResult.NotModified ? "unchanged" : result is FetchResult.Fetched ? "read" : "failed");
    }

    private void Note(string host, Uri document, FetchResult result)
    {
        if (result is FetchResult.Failed { RetryAfter: { } wait })
            gate.Refused(host, document, wait);
        else if (result is not FetchResult.Failed { Gone: false })
            gate.Served(host);
    }
}

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
