using AlertRelay.Keys;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reader", Role.Reader), InlineData("subscriber", Role.Subscriber), InlineData("admin", Role.Admin)]
    public async Task A_key_of_each_role_is_made(string role, Role made)
    {
        var ran = await new Tool(Path.Combine(AppContext.BaseDirectory, "AlertRelay"))
            .Run("keys", "create", "--name", "desk", "--tenant", "acme", "--role", role, "--data", _folder.Folder);

        Assert.Equal(0, ran.ExitCode);
        var key = Assert.Single(await new SqliteApiKeyStore(_folder.Open()).List(TestContext.Current.CancellationToken));
        Assert.Equal(("acme", made), (key.Tenant, key.Role));
    }
}
