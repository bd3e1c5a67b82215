namespace AlertRelay.Hosting;

internal static class BackgroundServices
{
    /// <summary>The background services that replace the triggers of the Functions host.</summary>
    public static IServiceCollection AddBackgroundServices(this IServiceCollection services) =>
        services
            .AddHostedService<MaintenanceLoop>()
            .AddHostedService<PollLoop>()
            .AddHostedService<FanOutLoop>()
            .AddHostedService<RetryLoop>()
            .AddSingleton<StoreWatch>()
            .AddHostedService(provider => provider.GetRequiredService<StoreWatch>());
}
