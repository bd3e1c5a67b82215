using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;

namespace AlertRelay.Registration;

internal static class RegistrationServices
{
    /// <summary>The use cases of keys and subscriptions, with the audit log.</summary>
    public static IServiceCollection AddRegistration(this IServiceCollection services) =>
        services
            .AddSingleton<ApiKeyService>()
            .AddSingleton<PortalLinkService>()
            .AddSingleton<ChangeAudit>()
            .AddSingleton<SubscriptionRegistration>()
            .AddSingleton<TestPostGate>()
            .AddSingleton<TenantSubscriptions>()
            .AddSingleton(services => new SubscriptionAdministration(
                services.GetRequiredService<TenantSubscriptions>(), services.GetRequiredService<TestDelivery>()))
            .AddSingleton<TargetVerification>()
            .AddSingleton<HistoryFilter>();
}
