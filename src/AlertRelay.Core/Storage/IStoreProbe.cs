namespace AlertRelay.Storage;

/// <summary>Reading alone does not show that a disk is full or that an identity may no longer write.</summary>
public interface IStoreProbe
{
    /// <summary>Stores something small, durably.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    Task Write(CancellationToken cancellationToken);
}
