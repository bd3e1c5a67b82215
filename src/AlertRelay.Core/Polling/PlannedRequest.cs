namespace AlertRelay.Polling;

/// <summary>The request of a poll for one document of a channel.</summary>
internal abstract record PlannedRequest
{
    private PlannedRequest() { }

    public sealed record Get(Uri Url) : PlannedRequest;

    /// <summary>Looks up the account's id, which the request for its posts needs.</summary>
    public sealed record GetAccount(Uri Url) : PlannedRequest;

    /// <summary>No request now.</summary>
    /// <param name="Wait">Null if waiting does not help.</param>
    public sealed record Nothing(string Reason, TimeSpan? Wait) : PlannedRequest;
}
