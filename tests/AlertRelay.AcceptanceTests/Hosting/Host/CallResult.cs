using AlertRelay.AcceptanceTests.Hosting.Rpc;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>How a call of a function ended.</summary>
/// <param name="Failure">The exception's message; null when it succeeded.</param>
public sealed record CallResult(string InvocationId, string? Failure)
{
    public const string WorkerEnded = "The worker ended before it answered the call.";

    public bool Succeeded => Failure is null;

    internal static CallResult Of(InvocationResponse response) => new(
        response.InvocationId,
        response.Result.Status == StatusResult.Types.Status.Success ? null : $"{response.Result.Status}: {response.Result.Exception?.Message}");
}
