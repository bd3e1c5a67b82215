using System.Globalization;
using System.Threading.RateLimiting;
using AlertRelay.Api.Contracts;
using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

/// <summary>Limits the requests of each tenant to <see cref="ApiOptions.RequestsPerMinute"/>.</summary>
internal static class TenantLimits
{
    /// <summary>For requests that read the history: one at a time for each tenant, and a few that wait.</summary>
    public const string History = "history";

    private const int WaitingPerTenant = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddTenantLimits(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Api").ValidateDataAnnotations().ValidateOnStart()
            .Validate(api => api.ProxyNetworks() is not null, ApiOptions.TrustedProxiesRule);
        services.AddRateLimiter(Refuse);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiOptions>>((limits, api) =>
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Of(context, Caller.Of(context.User), api.Value)));
        return services;
    }

    // Requests without a valid key are rejected anyway, and probes have none. Public pages are counted by address, under a name that no tenant has.
    private static RateLimitPartition<string> Of(HttpContext context, Caller caller, ApiOptions options) =>
        caller.IsAdmin ? RateLimitPartition.GetNoLimiter("")
        : caller.KeyId.Length > 0 ? Limited(caller.Tenant, options)
        : context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { } page && !IsHiddenSignIn(context, page) ? Limited(Visitor(context, page), options)
        : RateLimitPartition.GetNoLimiter("");

    // Otherwise strangers could keep everybody from signing in. Wrong keys have a limit of their own.
    private static bool IsHiddenSignIn(HttpContext context, PageMetadata page) => page.IsConsole && context.Connection.RemoteIpAddress is null;

    // Mail services unsubscribe thousands of people from a few addresses. Where the host hides the address, everybody would share one limit.
    private static string Visitor(HttpContext context, PageMetadata page) =>
        page.IsPersonal || context.Connection.RemoteIpAddress is not { } address ? $"link/{context.Request.Path}" : $"page/{address}";

    private static RateLimitPartition<string> Limited(string who, ApiOptions options) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.RequestsPerMinute, Window = Minute });

    private static RateLimitPartition<string> OneAtATime(HttpContext context) => RateLimitPartition.GetConcurrencyLimiter(
        Caller.Of(context.User).Tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = WaitingPerTenant });

    private static string Sender(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true ? "Its tenant"
        : context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { IsPersonal: true } ? "This link"
        : "Its address";

    private static void Refuse(RateLimiterOptions limits) => limits.AddPolicy(History, OneAtATime).OnRejected = async (refused, _) =>
    {
        // A limit that is not about time names no wait.
        if (!refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            refused.HttpContext.Response.Headers.RetryAfter = "5";
            await ProblemKind.TooManyRequests
                .WithDetail($"Its tenant has {1 + WaitingPerTenant} such requests under way, and may have no more; try again when one of them has ended.")
                .ExecuteAsync(refused.HttpContext);
            return;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        refused.HttpContext.Response.Headers.RetryAfter = seconds;
        var problem = ProblemKind.TooManyRequests
            .WithDetail($"{Sender(refused.HttpContext)} has sent all the requests that it may in a minute; try again in {seconds} s.");
        await ProblemPages.For(refused.HttpContext, problem).ExecuteAsync(refused.HttpContext);
    };
}
