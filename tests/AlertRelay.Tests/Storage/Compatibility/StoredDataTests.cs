using AlertRelay.Tests.Storage.Azure;

namespace AlertRelay.Tests.Storage.Compatibility;

public sealed class SqliteStoredDataTests : StoredDataContract
{
    protected override string Store => "sqlite";

    private protected override Task<UpgradedRelay> Open(StoredVersion version, string folder, DateTimeOffset now) => version.OpenSqlite(folder, now);
}

public sealed class AzureStoredDataTests(Azurite azurite) : StoredDataContract
{
    protected override string Store => "azure";

    private protected override async Task<UpgradedRelay> Open(StoredVersion version, string folder, DateTimeOffset now) =>
        await version.OpenAzure(await azurite.Account(), folder, now);
}
