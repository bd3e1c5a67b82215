using System.Security.Cryptography;
using AlertRelay.Delivery.Formats;
using AlertRelay.Delivery.Noise;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Delivery;

public static class DeliveryServices
{
    /// <summary>Needs the stores (IAlertStore, ISubscriptionStore, IDeliveryStore, IWorkQueue) and logging.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RelayOptions>().BindConfiguration("Relay").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<double>>(() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);

        services.AddSingleton(provider => new TargetPolicy(Options(provider).Targets));
        services.AddSingleton(provider => new MessageFormats(provider.GetRequiredService<IOptions<RelayOptions>>().Value.Base));
        services.AddSingleton(provider => new SendGate(Options(provider).Concurrency, Options(provider).PerHostConcurrency));
        services.AddSingleton(Sender);
        services.TryAddSingleton<IRetryQueue, NoRetryQueue>();
        services.AddSingleton<EndpointPace>();
        services.AddSingleton<RetrySchedule>();
        services.AddSingleton<SubscriptionHealth>();
        services.AddSingleton<Courier>();
        services.AddSingleton<NoiseGate>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<TestDelivery>();
        return services;
    }

    private static WebhookSender Sender(IServiceProvider provider) => new(
        new HttpMessageInvoker(GuardedHandler.Create(Options(provider))),
        provider.GetRequiredService<TargetPolicy>(),
        provider.GetRequiredService<IOptions<DeliveryOptions>>(),
        provider.GetRequiredService<TimeProvider>());

    private static DeliveryOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
}
