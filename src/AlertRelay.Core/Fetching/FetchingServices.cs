using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Networking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Fetching;

internal static class FetchingServices
{
    /// <summary>The name of the HttpClient, so that a replay can replace the network.</summary>
    public const string HttpClientName = "Fetching";

    /// <summary>Keeps a clock, a random source or a <see cref="DelayAsync"/> that is already registered.</summary>
    public static IServiceCollection AddFetching(this IServiceCollection services)
    {
        services.AddOptions<FetchingOptions>().BindConfiguration("Fetching")
            .Configure<IConfiguration>(
                (options, configuration) => options.UserAgentContact = configuration["Polling:UserAgentContact"] ?? options.UserAgentContact)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<FetchingOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<double>>(Chance);
        services.TryAddSingleton<DelayAsync>(provider => WaitOn(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<HostThrottles>();
        services.TryAddSingleton(CreateFetcher);
        services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => PublisherHandler.Create(
                provider.GetRequiredService<FetchingOptions>().AllowPrivateNetworks, provider.GetService<IOptions<EgressOptions>>()?.Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    private static Fetcher CreateFetcher(IServiceProvider provider) => new(
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
        provider.GetRequiredService<HostThrottles>(),
        provider.GetRequiredService<FetchingOptions>(),
        provider.GetRequiredService<TimeProvider>());

    private static DelayAsync WaitOn(TimeProvider time) => (wait, cancellationToken) => Task.Delay(wait, time, cancellationToken);

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}

/// <summary>Section "Fetching"; in Azure the settings are spelled Fetching__Timeout and so on.</summary>
public sealed class FetchingOptions
{
    [Description("One request to a publisher, with its whole body. A redirect begins a new request.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Fetching:Timeout must be between 1 second and 5 minutes, as in 30s.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    [Description("The size of one document, both as it travels and unpacked. One that was packed to less than a fiftieth is unpacked up to 8 MB.")]
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = "Fetching:MaximumBytes must be between 1024 and 1073741824, as in 67108864 for 64 MB.")]
    public int MaximumBytes { get; set; } = 64 * 1024 * 1024;

    [Description("The time between the starts of two requests to one host.")]
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Fetching:HostSpacing must be between 0 and 1 minute, as in 1s.")]
    public TimeSpan HostSpacing { get; set; } = TimeSpan.FromSeconds(1);

    [Description("A publisher's Retry-After is respected up to this. A longer one is treated as an error.")]
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Fetching:MaximumRetryAfter must be between 1 minute and 30 days, as in 2d.")]
    public TimeSpan MaximumRetryAfter { get; set; } = TimeSpan.FromDays(2);

    [Description("For intranets and tests: documents and redirects may lead into private networks. An address that you name yourself always may.")]
    public bool AllowPrivateNetworks { get; set; }

    [Description("A web or email address for publishers who want to complain. It is part of the User-Agent.")]
    [Required(ErrorMessage = ContactRule)]
    [RegularExpression(@"https?://[!-~-[()]]+|[!-~-[()@]]+@[!-~-[()@]]+", ErrorMessage = ContactRule)]
    public string UserAgentContact { get; set; } = "https://github.com/alertrelay/alertrelay";

    private const string ContactRule =
        "Polling:UserAgentContact must be a web address or a mail address, as in https://example.org/relay or relay@example.org.";
}

/// <summary>Calls public addresses only, except for hosts and ports that the operator named.</summary>
internal sealed class PublisherHandler : HttpMessageHandler
{
    public static readonly HttpRequestOptionsKey<bool> MayBePrivate = new("AlertRelay.MayBePrivate");

    private static readonly TargetRules AnyAddress = new(AllowPrivateNetworks: true, AllowHttp: true, []);

    // Two connection pools: a redirect must not reuse a connection to the operator's own address.
    private readonly HttpMessageInvoker _guarded, _unguarded;

    private PublisherHandler(EgressOptions? egress) =>
        (_guarded, _unguarded) = (new HttpMessageInvoker(Sockets(guarded: true, egress)), new HttpMessageInvoker(Sockets(guarded: false, egress)));

    /// <param name="egress">Null: no proxy, and only the system's certificate authorities.</param>
    public static HttpMessageHandler Create(bool allowPrivateNetworks, EgressOptions? egress = null) =>
        allowPrivateNetworks ? Sockets(guarded: false, egress) : new PublisherHandler(egress);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.Options.TryGetValue(MayBePrivate, out var may) && may ? _unguarded : _guarded).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _guarded.Dispose();
        _unguarded.Dispose();
        base.Dispose(disposing);
    }

    private static SocketsHttpHandler Sockets(bool guarded, EgressOptions? egress)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // One client lives as long as the relay; DNS changes are seen when connections are renewed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // No traceparent, because publishers do not need it.
            ActivityHeadersPropagator = null,
            // Responses are read as Latin-1, so a non-ASCII entity tag is sent back as the same bytes.
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        };
        if (guarded)
        {
            // A proxy would resolve names itself, past the guard.
            handler.UseProxy = false;
            handler.ConnectCallback = PublicConnections.Connect;
        }

        egress?.ApplyTo(handler, guarded ? AnyAddress with { AllowPrivateNetworks = false } : AnyAddress);
        return handler;
    }
}
