namespace AlertRelay.AcceptanceTests;

/// <summary>What an operator gets wrong: one sentence that says what to write, and exit code 2.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("There is no channel uk-fdco-travel; did you mean uk-fcdo-travel?", "poll", "uk-fdco-travel")]
    [InlineData("is not a tape: it holds no tape.json", "replay", ".")]
    [InlineData("There is no key key_nobody", "keys", "revoke", "key_nobody")]
    [InlineData("--secret must be whsec_", "listen", "--secret", "letmein")]
    [InlineData("'nonsense'", "nonsense")]
    [InlineData("--colour", "channels", "--colour")]
    [InlineData("must be one of", "keys", "create", "--role", "king")]
    public async Task A_wrong_command_is_told_in_a_sentence(string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = await RelayProgram.Run(_folder, arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Delivery__Timout", "00:00:10", "There is no setting Delivery:Timout; did you mean Delivery:Timeout?")]
    [InlineData("Delivery__Timeout", "soon", "Delivery:Timeout")]
    [InlineData("Delivery__Timeout", "01:00:00", "Delivery:Timeout must be")]
    [InlineData("Channels__uk-fcdo-travle__Enabled", "false", "did you mean Channels:uk-fcdo-travel?")]
    [InlineData("Channels__uk-fcdo-travel__Every", "often", "write a duration such as")]
    [InlineData("Storage__Kind", "mysql", "Storage:Kind must be")]
    [InlineData("Channels__Directory", "/nowhere/at/all", "/nowhere/at/all")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence(string name, string value, string expected)
    {
        var (exitCode, _, errors) = await RelayProgram.Run(_folder, [(name, value)], "serve", "--port", "0");

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_a_sentence()
    {
        await using var other = await Receiver.Start();
        var port = $"{other.Target("x").Port}";

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, [.. Trial.Off()], "serve", "--port", port);

        Assert.Equal(2, exitCode);
        Assert.Contains("port is in use", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_told_in_a_sentence()
    {
        var file = Path.Combine(_folder, "occupied");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, "keys", "list", "--data", file);

        Assert.Equal(2, exitCode);
        Assert.Contains("occupied", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_told_in_a_sentence_and_left_as_it_is()
    {
        var file = Path.Combine(_folder, "alertrelay.db");
        var damaged = "this was a database once"u8.ToArray();
        await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, "keys", "list", "--data", _folder);

        Assert.Equal(2, exitCode);
        Assert.Contains("alertrelay.db", errors, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }
}
