namespace AlertRelay.Deliveries.Signing;

/// <summary>Stores the relay's signing keys, encrypted.</summary>
public interface ISigningKeyStore
{
    Task<SigningRing?> Find(CancellationToken cancellationToken);

    /// <returns>False, with nothing written, if the stored version is not one below the given one.</returns>
    Task<bool> Save(SigningRing ring, CancellationToken cancellationToken);
}
