namespace AlertRelay.Polling;

/// <summary>The bytes behind what was told, under their SHA-256: each document once, however many alerts it is the proof of.</summary>
public interface IEvidenceStore
{
    /// <summary>Keeps the document from now on; one that is there already begins its time anew.</summary>
    Task Keep(EvidenceDocument document, CancellationToken cancellationToken);

    /// <returns>Null when it was never kept, or had its time.</returns>
    Task<EvidenceDocument?> Find(string sha256, CancellationToken cancellationToken);

    /// <returns>How many documents were forgotten.</returns>
    Task<int> Forget(DateTimeOffset keptBefore, CancellationToken cancellationToken);
}

/// <param name="Sha256">Of <paramref name="Body"/>, lower-case hex.</param>
/// <param name="MediaType">As the publisher stated it.</param>
public sealed record EvidenceDocument(string Sha256, string? MediaType, ReadOnlyMemory<byte> Body);
