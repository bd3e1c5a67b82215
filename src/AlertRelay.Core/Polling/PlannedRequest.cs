namespace AlertRelay.Polling;

/// <summary>What a poll asks of a publisher for one document of a channel.</summary>
internal abstract record PlannedRequest
{
    private PlannedRequest() { }

    public sealed record Get(Uri Url) : PlannedRequest;

    /// <summary>The account's id, before its posts can be asked for.</summary>
    public sealed record GetAccount(Uri Url) : PlannedRequest;

    /// <summary>Nothing is asked now.</summary>
    /// <param name="Wait">Null where no waiting helps.</param>
    public sealed record Nothing(string Reason, TimeSpan? Wait) : PlannedRequest;
}
