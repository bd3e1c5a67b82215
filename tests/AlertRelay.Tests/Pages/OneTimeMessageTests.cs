using AlertRelay.Keys;
using AlertRelay.Pages.Sessions;
using AlertRelay.Tests.Api;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Pages;

public sealed class OneTimeMessageTests : IAsyncLifetime
{
    // RFC 6265, 6.1: with its name and attributes.
    private const int MaxCookie = 4_096;

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData('a', 20, 20, true), InlineData('警', 100, 1_200, false), InlineData('a', 5_000, 5_000, false), InlineData('"', 400, 1_400, false)]
    public void A_browser_keeps_the_cookie_and_the_secret_is_never_left_out(char letter, int text, int command, bool isWhole)
    {
        var messages = _api.Get<OneTimeMessages>();
        var form = Request();

        messages.Put(form, new OneTimeMessage(new string(letter, text), "ark_secret", new string(letter, command)));

        var cookie = form.Response.Headers.SetCookie.ToString();
        Assert.InRange(cookie.Length, 1, MaxCookie);
        var next = Request();
        next.Request.Headers.Cookie = cookie.Split(';')[0];
        var read = messages.Take(next)!;
        Assert.Equal(("ark_secret", isWhole), (read.Secret, read.Curl is not null));
        Assert.StartsWith(new string(letter, 20), read.Text);
    }

    private static DefaultHttpContext Request() => new() { User = new Caller("key_1", "operator", "default", Role.Admin).ToPrincipal("test") };
}
