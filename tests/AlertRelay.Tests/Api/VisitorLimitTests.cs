using AlertRelay.Api;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Api;

/// <summary>Visitors of the public pages have no key: who shares a limit with whom.</summary>
public sealed class VisitorLimitTests
{
    private const int Limit = 2;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task Behind_a_trusted_proxy_each_visitor_has_a_limit_of_its_own(string proxy)
    {
        await using var api = await Start(proxy);

        Assert.Equal("200 200 429", await Look(api, 3, "203.0.113.1"));
        Assert.Equal("200 200 429", await Look(api, 3, "203.0.113.2"));
        Assert.Equal("429", await Look(api, 1, "198.51.100.7, 203.0.113.2"));
        Assert.Equal("429", await Look(api, 1, "203.0.113.2, 127.0.0.1"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Nobody_else_is_believed(string? proxy)
    {
        await using var api = await Start(proxy);

        Assert.Equal("200 200 429", $"{await Look(api, 2, "203.0.113.1")} {await Look(api, 1, "203.0.113.2")}");
    }

    [Fact]
    public async Task Where_the_host_hides_the_address_each_page_has_a_limit_of_its_own()
    {
        await using var api = await Start(proxy: "127.0.0.1", hidesAddress: true);

        Assert.Equal("404 404", await Statuses(api, HttpMethod.Get, "/alerts/one", 2, "203.0.113.1"));
        Assert.Equal("429", await Statuses(api, HttpMethod.Get, "/alerts/one", 1, "203.0.113.2"));
        Assert.Equal("404", await Statuses(api, HttpMethod.Get, "/alerts/two", 1, "203.0.113.1"));
    }

    [Fact]
    public async Task Where_the_host_hides_the_address_strangers_keep_nobody_from_signing_in()
    {
        await using var api = await Start(hidesAddress: true);

        Assert.Equal("200 200 200 200", await Statuses(api, HttpMethod.Get, "/sign-in", 4, "203.0.113.1"));
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.1"), InlineData("198.51.100.7, 203.0.113.1:50123", "203.0.113.1"), InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("203.0.113.1, 10.0.0.4", null), InlineData("169.254.1.1:80", null), InlineData("127.0.0.1", null), InlineData("fd40::1", null)]
    [InlineData("fe80::1", null), InlineData("::1", null), InlineData("::ffff:10.0.0.1", null), InlineData("", null), InlineData("203.0.113.1, unknown", null)]
    public void The_visitor_is_the_last_address_that_the_platform_has_written(string header, string? visitor)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["X-Forwarded-For"] = header;

        Assert.Equal(visitor, PlatformProxy.Visitor(request)?.ToString());
    }

    [Fact]
    public async Task To_unsubscribe_is_refused_to_nobody_because_of_others()
    {
        await using var api = await Start();
        await Look(api, 10, "203.0.113.1");
        await Statuses(api, HttpMethod.Post, "/unsubscribe/somebody-else", 10, "203.0.113.1");

        Assert.Equal("400 400 429", await Statuses(api, HttpMethod.Post, "/unsubscribe/mine", 3, "203.0.113.1"));
    }

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    public async Task What_is_neither_an_address_nor_a_network_stops_the_start(string proxy)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => Start(proxy));

        Assert.Contains(ApiOptions.TrustedProxiesRule, fault.Failures);
    }

    private static Task<ApiHost> Start(string? proxy = null, bool hidesAddress = false) => ApiHost.Start(services =>
    {
        services.Configure<ApiOptions>(options => (options.RequestsPerMinute, options.TrustedProxies) = (Limit, proxy is null ? null : [proxy]));
        if (hidesAddress)
            services.AddSingleton<IStartupFilter, HiddenAddress>();
    });

    private static Task<string> Look(ApiHost api, int times, string forwardedFor) => Statuses(api, HttpMethod.Get, "/alerts", times, forwardedFor);

    private static async Task<string> Statuses(ApiHost api, HttpMethod method, string path, int times, string forwardedFor)
    {
        var statuses = new List<int>();
        for (var request = 0; request < times; request++)
            statuses.Add((int)(await api.Send(method, path, headers: ("X-Forwarded-For", forwardedFor))).Status);

        return string.Join(' ', statuses);
    }

    private sealed class HiddenAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = null;
                return rest(context);
            });
            next(app);
        };
    }
}
