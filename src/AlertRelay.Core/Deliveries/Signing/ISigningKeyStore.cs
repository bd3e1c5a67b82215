namespace AlertRelay.Deliveries.Signing;

/// <summary>Keeps the relay's signing keys, sealed.</summary>
public interface ISigningKeyStore
{
    Task<SigningRing?> Find(CancellationToken cancellationToken);

    /// <returns>False, with nothing written, when the stored version is not one below the given one.</returns>
    Task<bool> Save(SigningRing ring, CancellationToken cancellationToken);
}
