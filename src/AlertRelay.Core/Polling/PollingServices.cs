namespace AlertRelay.Polling;

internal static class PollingServices
{
    public static IServiceCollection AddPolling(this IServiceCollection services)
    {
        services.AddOptions<PollingOptions>().BindConfiguration("Polling").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<PageReader>();
        services.AddSingleton<ChannelReader>();
        services.AddSingleton<ChannelPoller>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<PollRound>();
        return services;
    }
}
