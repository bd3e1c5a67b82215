using System.Security.Cryptography;
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
