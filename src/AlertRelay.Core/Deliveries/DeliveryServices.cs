using System.Security.Cryptography;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries;

public static class DeliveryServices
{
    /// <summary>
    /// Needs the stores (IAlertStore, ISubscriptionStore, IAuditStore, IDeliveryStore, IOutcomeCountStore, ISigningKeyStore, IWorkQueue), ITokenEncryption
    /// and logging.
    /// </summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RelayOptions>().BindConfiguration("Relay").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateDataAnnotations().ValidateOnStart()
            .Validate(mail => !mail.IsSet || mail.Sender() is not null, MailOptions.NoSender);
        services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateOnStart()
            .Validate(egress => egress.Proxy is null || egress.ProxyAddress is not null, EgressOptions.ProxyRule)
            .Validate(egress => egress.CaFile is null || egress.Authorities is not null, EgressOptions.CaFileRule);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<double>>(() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);

        services.AddSingleton(provider => new TargetPolicy(Options(provider).Targets with { AllowMail = Mail(provider).IsSet }));
        services.AddSingleton(provider => new MessageFormats(Relay(provider).Base, Relay(provider).PublicPages, Options(provider).MaximumBytes));
        services.AddSingleton(provider => new ConcurrencyLimiter(
            Options(provider).Concurrency, Options(provider).PerHostConcurrency, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new HttpMessageInvoker(GuardedHandler.Create(
            Options(provider).Targets, Options(provider).PerHostConcurrency, provider.GetRequiredService<IOptions<EgressOptions>>().Value)));
        services.TryAddSingleton<OutcomeCounts>();
        services.AddSingleton<RelaySigner>();
        services.AddSingleton<ConnectionTimings>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<UnsubscribeService>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<SenderRouter>();
        services.TryAddSingleton<IRetryQueue, NoRetryQueue>();
        services.AddSingleton<EndpointThrottle>();
        services.AddSingleton<RetrySchedule>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<PublicationSignal>();
        services.AddSingleton<RecentAlerts>();
        services.AddSingleton<AlertPublisher>();
        services.AddSingleton<SubscriptionEventPublisher>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SubscriptionHealth>();
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<NotificationPolicy>();
        services.AddSingleton<Supersession>();
        services.AddSingleton<FanOutDispatcher>();
        services.AddSingleton<RetryWorker>();
        services.AddSingleton<TestDelivery>();
        services.AddSingleton<StatusHistory>().AddSingleton<DeliveryExplainer>();
        services.AddSingleton<OwnershipHandshake>().AddSingleton<VerificationLimits>().AddSingleton<OwnershipCheck>();
        return services;
    }

    private static RelayOptions Relay(IServiceProvider provider) => provider.GetRequiredService<IOptions<RelayOptions>>().Value;

    private static MailOptions Mail(IServiceProvider provider) => provider.GetRequiredService<IOptions<MailOptions>>().Value;

    private static DeliveryOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
}
