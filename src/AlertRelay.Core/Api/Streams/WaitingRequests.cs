using System.Threading.RateLimiting;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api.Streams;

/// <summary>Counts the requests that wait for alerts: each holds a connection, and one tenant's must leave room for the others.</summary>
internal sealed class WaitingRequests(IOptions<ApiOptions> options) : IDisposable
{
    private const string RetryAfterSeconds = "5";

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.CreateChained(
        Bound(tenant => tenant, options.Value.StreamsPerTenant), Bound(_ => "", options.Value.Streams));

    /// <returns>To be disposed of when the request ends; null when there are as many as there may be.</returns>
    public IDisposable? Enter(string tenant)
    {
        var lease = _limiter.AttemptAcquire(tenant);
        if (lease.IsAcquired)
            return lease;

        lease.Dispose();
        return null;
    }

    public ProblemHttpResult Refuse(HttpResponse response)
    {
        response.Headers.RetryAfter = RetryAfterSeconds;
        return ProblemKind.TooManyRequests.WithDetail(
            $"As many requests wait for alerts as may: {options.Value.StreamsPerTenant} of a tenant (Api:StreamsPerTenant), {options.Value.Streams} in all "
            + $"(Api:Streams). Close one that you no longer need, or try again in {RetryAfterSeconds} s.");
    }

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<string> Bound(Func<string, string> of, int most) => PartitionedRateLimiter.Create<string, string>(
        tenant => RateLimitPartition.GetConcurrencyLimiter(of(tenant), _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }));
}
