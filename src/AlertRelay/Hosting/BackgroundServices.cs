namespace AlertRelay.Hosting;

internal static class BackgroundServices
{
    /// <summary>Does in this process what the triggers of the Functions host do elsewhere.</summary>
    public static IServiceCollection AddBackgroundServices(this IServiceCollection services) =>
        services
            .AddHostedService<MaintenanceLoop>()
            .AddHostedService<PollLoop>()
            .AddHostedService<FanOutLoop>()
            .AddHostedService<ClusterLoop>()
            .AddHostedService<RetryLoop>()
            .AddSingleton<StoreWatch>()
            .AddHostedService(provider => provider.GetRequiredService<StoreWatch>());
}
