using Azure.Core;
using Azure.Core.Pipeline;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>Ends the program, so to say, after its n-th request: it was done, nobody heard of it, and nothing gets through any more.</summary>
internal sealed class Interruption(int after) : HttpPipelinePolicy
{
    private int _requests;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = Interlocked.Increment(ref _requests);
        if (request <= after)
            await ProcessNextAsync(message, pipeline);

        if (request >= after)
            throw new InterruptedException();
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Only asynchronous requests are made.");
}

internal sealed class InterruptedException : Exception;

/// <summary>Counts requests, and loses the answers of those that it is told to lose: the client sends them again.</summary>
internal sealed class Network(Func<HttpMessage, int, bool>? loses = null) : HttpPipelinePolicy
{
    private int _requests;

    public int Requests => _requests;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = Interlocked.Increment(ref _requests);
        await ProcessNextAsync(message, pipeline);
        if (loses?.Invoke(message, request) == true)
            throw new IOException("The answer was lost.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Only asynchronous requests are made.");
}
