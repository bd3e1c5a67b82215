using System.Net;
using AlertRelay.Deliveries;
using AlertRelay.Networking;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Networking;

public sealed class GuardedHandlerTests
{
    private static readonly DeliveryOptions Options = new() { AllowHttp = true };

    [Theory]
    [MemberData(nameof(PrivateHosts.AtConnectionTime), MemberType = typeof(PrivateHosts))]
    public async Task The_guard_itself_blocks_private_addresses_at_connection_time(string host)
    {
        using var http = new HttpMessageInvoker(GuardedHandler.Create(Options.Targets, Options.PerHostConcurrency));

        var thrown = await Record.ExceptionAsync(() => Post(http, new Uri($"http://{host}:9/")));

        Assert.Equal(DeliveryError.Blocked, DeliveryError.Of(Assert.IsAssignableFrom<Exception>(thrown)));
    }

    [Fact]
    public async Task Plain_http_is_blocked_unless_it_is_allowed()
    {
        using var http = new HttpMessageInvoker(GuardedHandler.Create(new DeliveryOptions().Targets, connectionsPerHost: 8));

        Assert.NotNull(await Record.ExceptionAsync(() => Post(http, new Uri("http://127.0.0.1:9/"))));
    }

    [Theory]
    [InlineData(true, "refused")]
    [InlineData(false, "blocked")]
    public async Task Plain_http_needs_permission_whatever_the_address(bool isAllowed, string error)
    {
        var rules = new DeliveryOptions { AllowHttp = isAllowed }.Targets;
        using var http = new HttpMessageInvoker(GuardedHandler.Create(rules, connectionsPerHost: 8, _ => false));

        var thrown = await Record.ExceptionAsync(() => Post(http, new Uri("http://127.0.0.1:9/")));

        Assert.Equal(error, DeliveryError.Of(thrown!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_adds_nothing_to_a_request_and_follows_nothing(bool guarded)
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Response.Redirect("/elsewhere");
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        using var http = new HttpMessageInvoker(
            guarded ? GuardAllowingLoopback() : GuardedHandler.Create(new DeliveryOptions { AllowPrivateNetworks = true }.Targets, connectionsPerHost: 8));

        Assert.Equal(HttpStatusCode.Redirect, await Post(http, receiver.At("/hook")));
        Assert.Equal(HttpStatusCode.Redirect, await Post(http, receiver.At("/hook")));

        Assert.Equal(["/hook", "/hook"], receiver.Paths);
        Assert.All(receiver.Received, received => Assert.Equal(["Content-Length", "Host"], received.Headers.Keys.Order()));
    }

    private static SocketsHttpHandler GuardAllowingLoopback() =>
        GuardedHandler.Create(Options.Targets, Options.PerHostConcurrency, address => !IPAddress.IsLoopback(address));

    private static async Task<HttpStatusCode> Post(HttpMessageInvoker http, Uri target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
