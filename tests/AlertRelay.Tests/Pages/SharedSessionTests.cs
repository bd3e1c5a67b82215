using AlertRelay.Keys;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace AlertRelay.Tests.Pages;

/// <summary>Instances over one store are one relay to a browser: a session and a form of one work at the others, and after a restart.</summary>
public sealed class SharedSessionTests(Azurite azurite) : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task On_SQLite() => Shared(services => services
        .AddSingleton<IApiKeyStore>(_ => new SqliteApiKeyStore(_folder.Open()))
        .AddSingleton<ISessionKeyStore>(provider => new SqliteSessionKeyStore(_folder.Open(), provider.GetRequiredService<Keyring>())));

    [Fact]
    public async Task On_a_storage_account()
    {
        var account = new AzureAccount(await azurite.Account());
        await Shared(services => services
            .AddSingleton<IApiKeyStore>(_ => new AzureApiKeyStore(account.Open()))
            .AddSingleton<ISessionKeyStore>(provider => new AzureSessionKeyStore(account.Open(), provider.GetRequiredService<Keyring>())));
    }

    private static async Task Shared(Action<IServiceCollection> stores)
    {
        await using var first = await ApiHost.Start(stores);
        using var browser = await BrowserSession.SignedIn(first, first.Acme, "/subscriptions");
        var cookies = browser.Cookies.GetCookies(first.Client.BaseAddress!);
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        // Another instance, or the same one after a restart, or from the folder of another version.
        await using var second = await ApiHost.Start(services =>
        {
            stores(services);
            services.AddSingleton<IHostEnvironment>(new HostingEnvironment { ContentRootPath = "/another/folder" });
        });
        using var elsewhere = new BrowserSession(second);
        elsewhere.Cookies.Add(second.Client.BaseAddress!, cookies);
        await elsewhere.Open("/subscriptions");
        Assert.Equal("/subscriptions", elsewhere.Path);
        Assert.Contains("tenant acme", elsewhere.Text("header"));

        await elsewhere.Post("/sign-out", [new("__RequestVerificationToken", token)]);
        Assert.Equal("/sign-in", elsewhere.Path);
    }
}
