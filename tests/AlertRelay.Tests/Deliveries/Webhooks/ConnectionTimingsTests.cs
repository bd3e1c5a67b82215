using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Tests.Deliveries.Webhooks;

/// <summary>With the very handler that deliveries go through, over real TLS.</summary>
public sealed class ConnectionTimingsTests : IAsyncLifetime
{
    private static readonly X509Certificate2 Shown = Make();

    private readonly ConnectionTimings _clock = new();

    private WebApplication _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost
            .UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Shown)));
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.Run(context => context.Response.WriteAsync("taken"));
        await _receiver.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _clock.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_first_attempt_waits_for_name_connection_and_handshake_and_the_next_for_none_of_them()
    {
        using var http = Http();

        var first = await Attempt(http);
        var second = await Attempt(http);

        Assert.True(first is { Dns.Ticks: > 0, Connect.Ticks: > 0, Tls.Ticks: > 0 }, first.ToString());
        Assert.Equal(new SendTimings(), second);
    }

    [Fact]
    public async Task Attempts_side_by_side_are_measured_each_for_itself()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var http = Http();
            return await Attempt(http);
        }));

        Assert.All(all, each => Assert.True(each is { Connect.Ticks: > 0, Tls.Ticks: > 0 }, each.ToString()));
        Assert.Equal(8, all.Distinct().Count());
    }

    private async Task<SendTimings> Attempt(HttpMessageInvoker http)
    {
        var port = new Uri(_receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        var waits = _clock.Begin();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{port}/") { Content = new StringContent("{}") };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return waits.Timings(null);
    }

    private static HttpMessageInvoker Http()
    {
        var handler = GuardedHandler.Create(new DeliveryOptions().Targets, connectionsPerHost: 8, address => !IPAddress.IsLoopback(address));
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Shown.GetCertHashString(),
        };
        return new HttpMessageInvoker(handler);
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
