namespace AlertRelay.Keys;

/// <summary>Stores the keys that encrypt cookies and forms, so that all instances share them and a restart ends no session.</summary>
public interface ISessionKeyStore
{
    /// <summary>Those that the relay's encryption keys decrypt; without the others, sessions that they encrypted end.</summary>
    Task<IReadOnlyList<string>> List(CancellationToken cancellationToken);

    /// <param name="id">At most 100 letters, digits and hyphens. A key with the same id is replaced.</param>
    /// <param name="key">Encrypted by the store.</param>
    Task Save(string id, string key, CancellationToken cancellationToken);
}
