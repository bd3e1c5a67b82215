using System.Text;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Deliveries.Mail;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace AlertRelay.Tests.Pages;

/// <summary>The API with a mail server behind it.</summary>
public abstract partial class LetterApi : IAsyncLifetime
{
    protected const string Twice = """{"name":"Duty officer","target":"mailto:duty@example.org","allowDuplicate":true}""";

    protected const string All = "/api/v1/subscriptions", Duty = """{"name":"Duty officer","target":"mailto:duty@example.org"}""", OneClick =
        "List-Unsubscribe=One-Click";

    protected static readonly (string Name, string Value) Browser = ("Accept", "text/html"), Form = ("Content-Type", "application/x-www-form-urlencoded");

    private readonly FakeMailServer _server = new();

    private protected FakeMailServer Server => _server;

    protected ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await Start("https://relay.example.org");

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<ApiHost> Start(string? relay) => ApiHost.Start(services => services
        .Configure<RelayOptions>(options => options.BaseUrl = relay)
        .Configure<MailOptions>(mail => (mail.Host, mail.Port, mail.From) = ("127.0.0.1", Server.Port, "AlertRelay <alerts@relay.example.org>")));

    protected async Task<(string Path, string Link)> Register(string target = "mailto:duty@example.org")
    {
        var id = await Api.Subscribe(Api.Acme, $$"""{"target":"{{target}}"}""");
        return ($"{All}/{id}", Link(Letter(Server.Letters.Last())));
    }

    protected async Task<string> Confirmed(string target = "mailto:duty@example.org")
    {
        var (path, link) = await Register(target);
        Assert.Equal("Confirmed", Heading(await Api.Post(link, null, "", Form, Browser)));
        return path;
    }

    /// <returns>The one to that subscription.</returns>
    protected async Task<MimeMessage> FirstAlert(string path)
    {
        await Publish();
        var address = (await Api.Get<ISubscriptionStore>().Find(path.Split('/')[^1], ApiHost.Cancellation))!.Target.OriginalString["mailto:".Length..];
        return Letter(Server.Letters.Last(letter => letter.Contains($"To: {address}", StringComparison.Ordinal)));
    }

    protected async Task Publish(string id = "alr_1", string headline = "UK raises Iran", ApiHost? api = null)
    {
        api ??= Api;
        await api.Get<IAlertStore>().Append(SomePage.Iran with { Id = id, Key = id, Headline = headline }, ApiHost.Cancellation);
        await api.Get<FanOutDispatcher>().SendBatch(new FanOutBatch(id), ApiHost.Cancellation);
    }

    protected static MimeMessage Letter(string text) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), ApiHost.Cancellation);

    protected static string Link(MimeMessage letter) =>
        Url.Matches(letter.TextBody!).Select(url => new Uri(url.Value).PathAndQuery).Single(path => path.StartsWith("/confirm", StringComparison.Ordinal));

    protected static string WayOut(MimeMessage letter) => new Uri(letter.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>')).PathAndQuery;

    protected static string Heading(Answer page) => H1.Match(page.Text).Groups[1].Value;

    protected static string Text(Answer answer, string field) => answer.Json[field]?.ToString() ?? answer.Text;

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex Url { get; }

    [GeneratedRegex("<h1>(.*)</h1>")]
    private static partial Regex H1 { get; }

    /// <summary>Who did so to a subscription, as the audit log says.</summary>
    protected async Task<IReadOnlyList<string>> Audited(string path, string action) =>
        [
            .. (await Api.Look($"/api/v1/audit?subject={path.Split('/')[^1]}&action={action}", Api.Admin)).Json["entries"]!.AsArray().Select(
                entry => entry!["actor"]!["name"]!.GetValue<string>()),
        ];
}
