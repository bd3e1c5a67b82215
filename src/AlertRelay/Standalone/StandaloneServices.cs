namespace AlertRelay.Standalone;

public static class StandaloneServices
{
    /// <summary>The loops that do what the triggers of the Functions host do elsewhere.</summary>
    public static IServiceCollection AddStandalone(this IServiceCollection services) =>
        services
            .AddHostedService<SweepLoop>()
            .AddHostedService<PollLoop>()
            .AddHostedService<FanOutLoop>()
            .AddHostedService<RetryLoop>();
}
