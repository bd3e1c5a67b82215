namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>A call under way.</summary>
public sealed record FunctionCall(string Id, Task<CallResult> Result, FunctionsTestHost Host)
{
    /// <summary>As the host does it on its own time limit or when an HTTP client has left.</summary>
    public Task Cancel() => Host.Cancel(Id);
}
