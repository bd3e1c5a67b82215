using AlertRelay.Keys;
using AlertRelay.Storage.Encryption;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>A row for each, beside the API keys: there is one more every three months.</summary>
internal sealed class AzureSessionKeyStore(AzureStorage storage, Keyring keys) : ISessionKeyStore
{
    private const string Partition = "session", Prefix = "key", Id = "Id", Key = "Key";

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<IReadOnlyList<string>> List(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (var row in _table.Range(Partition, TableKey.Below(Prefix), 1000, cancellationToken))
        {
            if (EncryptedSessionKey.Decrypt(keys, row.GetString(Id), row.GetBinary(Key)) is { } key)
                found.Add(key);
        }

        return found;
    }

    public Task Save(string id, string key, CancellationToken cancellationToken) =>
        _table.Upsert(
            new TableEntity(Partition, TableKey.Of(Prefix, id)) { [Id] = id, [Key] = EncryptedSessionKey.Encrypt(keys, id, key) }, cancellationToken);
}
