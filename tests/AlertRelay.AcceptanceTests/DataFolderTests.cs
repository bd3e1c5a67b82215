namespace AlertRelay.AcceptanceTests;

/// <summary>A second process, a lost file and a lost database, as an operator meets them.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;

    private string Database => Path.Combine(_folder, "alertrelay.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_second_server_is_refused_while_commands_work_beside_the_first()
    {
        await using var first = await RelayProgram.Start(_folder, adminKey: null, [.. Trial.Off()]);

        var second = await Run("serve", "--port", "0");
        var keys = await Run("keys", "create", "--name", "ops", "--role", "admin");
        var audit = await Run("audit", "--output", "json");
        var doctor = await Run("doctor");

        Assert.Equal((2, ""), (second.ExitCode, second.Output));
        Assert.StartsWith($"Another relay already serves from the folder {_folder}.", second.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (keys.ExitCode, audit.ExitCode, doctor.ExitCode));
        Assert.Contains("ops", audit.Output, StringComparison.Ordinal);
        await first.Kill();
        await using var third = await RelayProgram.Start(_folder, first.AdminKey, [.. Trial.Off()]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_relay_whose_database_is_gone_or_replaced_stops_with_a_sentence(bool isReplaced)
    {
        await using var relay = await RelayProgram.Start(_folder, adminKey: null, [.. Trial.Off()]);
        if (isReplaced)
        {
            File.Copy(Database, Database + ".copy");
            File.Move(Database + ".copy", Database, overwrite: true);
        }
        else
        {
            File.Delete(Database);
        }

        Assert.Equal(2, await relay.Ended());

        Assert.Contains(relay.Output, line => line.StartsWith($"The database {Database} was moved, deleted or replaced", StringComparison.Ordinal));
        if (isReplaced)
            return;

        var again = await Run("serve", "--port", "0");
        Assert.Equal(2, again.ExitCode);
        Assert.StartsWith("There is a key file", again.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    private Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) =>
        RelayProgram.Run(_folder, [.. Trial.Off()], [.. arguments, "--data", _folder]);
}
