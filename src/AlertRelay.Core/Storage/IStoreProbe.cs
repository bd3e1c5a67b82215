namespace AlertRelay.Storage;

/// <summary>Writes, because reading does not show a full disk or a missing permission.</summary>
public interface IStoreProbe
{
    /// <summary>Stores a small value durably.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    Task Write(CancellationToken cancellationToken);
}
