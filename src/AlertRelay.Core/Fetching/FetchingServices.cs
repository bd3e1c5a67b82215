using System.Security.Cryptography;
using System.Text;
using AlertRelay.Networking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Fetching;

internal static class FetchingServices
{
    /// <summary>The name of the HttpClient, for a replay that answers in the network's place.</summary>
    public const string HttpClientName = "Fetching";

    /// <summary>A clock, a source of chance or a <see cref="DelayAsync"/> registered before stays.</summary>
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
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetService<IOptions<EgressOptions>>()?.Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    private static readonly TargetRules AnyAddress = new(AllowPrivateNetworks: true, AllowHttp: true, []);

    internal static SocketsHttpHandler CreateHandler(EgressOptions? egress = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // One client lives as long as the relay; DNS changes are seen when connections are renewed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // No traceparent: it is of no use to a publisher.
            ActivityHeadersPropagator = null,
            // Answers are read as Latin-1, so this sends an entity tag beyond ASCII back as the same bytes.
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        };
        egress?.ApplyTo(handler, AnyAddress);
        return handler;
    }

    private static Fetcher CreateFetcher(IServiceProvider provider) => new(
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
        provider.GetRequiredService<HostThrottles>(),
        provider.GetRequiredService<FetchingOptions>(),
        provider.GetRequiredService<TimeProvider>());

    private static DelayAsync WaitOn(TimeProvider time) => (wait, cancellationToken) => Task.Delay(wait, time, cancellationToken);

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
