using Azure.Core;
using Azure.Core.Pipeline;

namespace AlertRelay.Storage.Azure;

/// <summary>How long the clients go on by themselves when an account is busy, out of order or silent (429, 5xx, no answer).</summary>
internal sealed record StorageRetry(int Retries, TimeSpan First, TimeSpan Longest, TimeSpan PerTry)
{
    // 0.5, 1, 2, 4, 8 and 15 s: a busy partition is moved within some seconds, and a function has minutes.
    public static readonly StorageRetry Usual = new(6, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));

    public T Apply<T>(T options, IEnumerable<HttpPipelinePolicy> policies)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = First;
        options.Retry.MaxDelay = Longest;
        options.Retry.NetworkTimeout = PerTry;
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);

        return options;
    }
}
