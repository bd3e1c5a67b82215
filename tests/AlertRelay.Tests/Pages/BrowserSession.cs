using System.Net;
using AlertRelay.Tests.Api;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AlertRelay.Tests.Pages;

/// <summary>A browser without script: it keeps cookies, reads pages, and sends their forms with all their fields.</summary>
internal sealed class BrowserSession : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _client;
    private Uri _at = null!;

    public BrowserSession(ApiHost api)
    {
        _client = new HttpClient(_handler) { BaseAddress = api.Client.BaseAddress };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>The page that is shown.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>The path and query of the page that is shown.</summary>
    public string Path { get; private set; } = "";

    public string Heading => Text("h1");

    /// <summary>Sent with every request.</summary>
    public void Send(string header, string value) => _client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

    public static async Task<BrowserSession> SignedIn(ApiHost api, string key, string path = "/")
    {
        var browser = new BrowserSession(api);
        await browser.Open($"/sign-in?next={Uri.EscapeDataString(path)}");
        await browser.Submit("form.stack", ("key", key));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return browser;
    }

    public async Task Open(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        await Show(response);
    }

    /// <summary>Presses the button of the first form that matches, with the values that the page gave its fields unless others are given.</summary>
    public async Task Submit(string selector, params (string Name, string Value)[] values)
    {
        var form = Page.QuerySelector(selector) as IHtmlFormElement ?? throw new InvalidOperationException($"{Path} has no form {selector}.");
        var fields = FieldsOf(form).Where(field => values.All(value => value.Name != field.Name)).Concat(values)
            .Select(field => KeyValuePair.Create(field.Name, field.Value));
        await Post(new Uri(_at, form.GetAttribute("action") ?? "").AbsoluteUri, fields);
    }

    public async Task Post(string path, IEnumerable<KeyValuePair<string, string>> fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        await Show(response);
    }

    public string Text(string selector) => Page.QuerySelector(selector)?.TextContent.Trim() ?? $"(no {selector})";

    /// <summary>What a field holds.</summary>
    public string Value(string selector) => Page.QuerySelector(selector) switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlInputElement input => input.Value,
        _ => $"(no field {selector})",
    };

    public IEnumerable<string> Texts(string selector) => Page.QuerySelectorAll(selector).Select(element => element.TextContent.Trim());

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private async Task Show(HttpResponseMessage response)
    {
        _at = response.RequestMessage!.RequestUri!;
        if (response.Headers.Location is { } next)
        {
            await Open(new Uri(_at, next.OriginalString).AbsoluteUri);
            return;
        }

        (Status, Path) = (response.StatusCode, Below(_at.AbsoluteUri));
        Page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
    }

    // Another site's stay whole.
    private string Below(string path) =>
        path.StartsWith(_client.BaseAddress!.AbsoluteUri, StringComparison.Ordinal) ? path[(_client.BaseAddress.AbsoluteUri.Length - 1)..] : path;

    private static IEnumerable<(string Name, string Value)> FieldsOf(IHtmlFormElement form) => form.Elements.SelectMany(element => element switch
    {
        IHtmlInputElement { Name: { Length: > 0 } name, Type: "checkbox" or "radio" } box => box.IsChecked ? [(name, box.Value)] : [],
        IHtmlInputElement { Name: { Length: > 0 } name } input => [(name, input.Value)],
        IHtmlTextAreaElement { Name: { Length: > 0 } name } area => [(name, area.Value)],
        IHtmlSelectElement { Name: { Length: > 0 } name } select => select.SelectedOptions.Select(option => (name, option.Value)),
        _ => Enumerable.Empty<(string Name, string Value)>(),
    });
}
