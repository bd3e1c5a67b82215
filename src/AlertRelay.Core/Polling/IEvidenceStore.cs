namespace AlertRelay.Polling;

/// <summary>Stores the original documents of alerts by their SHA-256: each document once, however many alerts refer to it.</summary>
public interface IEvidenceStore
{
    /// <summary>Stores the document. Storing it again restarts its retention.</summary>
    Task Keep(EvidenceDocument document, CancellationToken cancellationToken);

    /// <returns>Null if it was never stored or has been deleted.</returns>
    Task<EvidenceDocument?> Find(string sha256, CancellationToken cancellationToken);

    /// <returns>How many documents were deleted.</returns>
    Task<int> Forget(DateTimeOffset storedBefore, CancellationToken cancellationToken);
}

/// <param name="Sha256">Of <paramref name="Body"/>, lower-case hex.</param>
/// <param name="MediaType">As the publisher stated it.</param>
public sealed record EvidenceDocument(string Sha256, string? MediaType, ReadOnlyMemory<byte> Body);
