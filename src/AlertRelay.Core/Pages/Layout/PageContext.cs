using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Pages.Preferences;
using AlertRelay.Pages.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Layout;

/// <summary>What all parts of one page share: who looks, from where, and how addresses and times are written.</summary>
internal sealed class PageContext(IOptions<RelayOptions> relay, IAntiforgery antiforgery, OneTimeMessages messages, TimeProvider time)
{
    private HttpContext? _http;

    /// <summary>Where the relay is below its host, as behind a proxy: "" or "/relay".</summary>
    public string Root { get; } = relay.Value.Root();

    /// <summary>The public address of the relay, without a slash at its end.</summary>
    public string BaseUrl => BaseUrlOf(Http.Request);

    public bool HasPublicPages => relay.Value.PublicPages;

    public Caller Caller { get; private set; } = Caller.Of(new());

    public bool IsSignedIn => Caller.KeyId.Length > 0;

    public bool IsOperator => Caller.IsAdmin;

    /// <summary>False for visitors and readers.</summary>
    public bool CanChange => IsSignedIn && Caller.Role != Role.Reader;

    public DateTimeOffset Now { get; private set; }

    /// <summary>In which times are written.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The path of the request below <see cref="Root"/>, without its query.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>The query of the request, with its question mark; empty for none.</summary>
    public string Query { get; private set; } = "";

    /// <summary>Where to come back to: the path and query of the request below <see cref="Root"/>; "/" where they are a secret, and for errors.</summary>
    public string Address { get; private set; } = "/";

    /// <summary>The outcome of the form that led here; shown once.</summary>
    public OneTimeMessage? Message { get; private set; }

    /// <summary>Set by a page with a form: the policy then allows the browser to send it.</summary>
    public bool HasForm { get; private set; }

    /// <summary>What the page shows.</summary>
    public object? Model { get; private set; }

    private HttpContext Http => _http ?? throw new InvalidOperationException("The page is rendered without a request.");

    /// <summary>Called once, before the page is rendered.</summary>
    public void Enter(HttpContext http, object? model)
    {
        Model = model;
        (_http, Caller, Now) = (http, Caller.Of(http.User), time.GetUtcNow());
        (Path, Query) = (http.Request.Path.Value ?? "/", http.Request.QueryString.Value ?? "");
        Address = http.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { IsPersonal: false } ? http.Request.Path + http.Request.QueryString : "/";
        Zone = TimeZoneCookie.Of(http.Request);
        Message = IsSignedIn ? messages.Take(http) : null;
    }

    public string BaseUrlOf(HttpRequest request) => relay.Value.Base?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    /// <summary>See <see cref="PageText"/>.</summary>
    public string Written(DateTimeOffset at) => PageText.Written(at, Zone);

    /// <summary>An address of this relay as a link: "/alerts" below <see cref="Root"/>.</summary>
    public string Link(string path) => Root + path;

    /// <summary>For the hidden field of a form that posts to this relay.</summary>
    public AntiforgeryTokenSet FormToken()
    {
        HasForm = true;
        return antiforgery.GetAndStoreTokens(Http);
    }

    /// <summary>Allows a form that needs no token, such as a search.</summary>
    public void AllowForm() => HasForm = true;
}
