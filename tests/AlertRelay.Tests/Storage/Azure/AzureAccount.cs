using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>An account of its own for one test; each Open is what another instance, or the next start, does.</summary>
internal sealed class AzureAccount(StorageOptions options)
{
    private static readonly StorageRetry Short = new(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(60));

    // Each look at the clock is a little later, as in life: some orders are by time.
    public FakeTimeProvider Time { get; } = new(Samples.Noon) { AutoAdvanceAmount = TimeSpan.FromTicks(1) };

    public StorageOptions Options => options;

    public AzureStorage Open(params HttpPipelinePolicy[] policies) => AzureStorage.Open(options, Time, Short, policies);
}
