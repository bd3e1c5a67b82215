using Azure.Core;
using Azure.Core.Pipeline;

namespace AlertRelay.Storage.Azure;

/// <summary>How the clients retry when an account is busy, fails or does not respond (429, 5xx, timeout).</summary>
internal sealed record StorageRetry(int Retries, TimeSpan InitialDelay, TimeSpan MaxDelay, TimeSpan TimeoutPerAttempt)
{
    // 0.5, 1, 2, 4, 8 and 15 s: a busy partition is moved within seconds, and a function call has minutes.
    public static readonly StorageRetry Default = new(6, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));

    public T Apply<T>(T options, IEnumerable<HttpPipelinePolicy> policies)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = InitialDelay;
        options.Retry.MaxDelay = MaxDelay;
        options.Retry.NetworkTimeout = TimeoutPerAttempt;
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);

        return options;
    }
}
