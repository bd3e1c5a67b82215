using System.Text.Json;

namespace AlertRelay.AcceptanceTests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_plays_January_2020_to_a_listener_that_verifies_every_delivery()
    {
        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "demo");

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("raises Iran", output, StringComparison.Ordinal);
        Assert.Contains("raises Iraq", output, StringComparison.Ordinal);
        Assert.Contains("signature holds", output, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_in_the_folder_of_version_0_1_is_not_passed_over()
    {
        var earlier = Directory.CreateDirectory(Path.Combine(_folder, "src", "AlertRelay", "data")).FullName;
        await RelayProgram.Run(_folder, "keys", "create", "--name", "ops", "--role", "admin", "--data", earlier);

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, "keys", "list");
        var (moved, listed, _) = await RelayProgram.Run(_folder, "keys", "list", "--data", earlier);

        Assert.Equal(2, exitCode);
        Assert.Contains("mv src/AlertRelay/data ./data", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
        Assert.Equal(0, moved);
        Assert.Contains("ops", listed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Delivery__Timeout", "5m", "Delivery:Timeout must be between 1s and 1m.")]
    [InlineData("Delivery__Timeout", "15", "Delivery:Timeout is \"15\"; write a duration")]
    [InlineData("Mail__Host", "localhost", "Mail:From must be an address")]
    [InlineData("Channels__us_cisa_kev__Every", "15", "Every is \"15\"; write a duration")]
    [InlineData("Security__EncryptionKey", "short", "Security:EncryptionKey must hold 32 random bytes in base64")]
    [InlineData("Poling__Lease", "2m", "There is no section Poling; did you mean Polling?")]
    public async Task Doctor_finds_what_stops_serve(string name, string value, string sentence)
    {
        var served = await RelayProgram.Run(_folder, [(name, value)], "serve", "--port", "0", "--data", _folder);
        var examined = await RelayProgram.Run(_folder, [(name, value)], "doctor", "--data", _folder);

        Assert.Equal((2, 2), (served.ExitCode, examined.ExitCode));
        Assert.Contains(sentence, served.Errors, StringComparison.Ordinal);
        Assert.Equal(served.Errors, examined.Errors);
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_is_a_sentence_with_its_line()
    {
        var file = Path.Combine(_folder, "appsettings.json");
        await File.WriteAllTextAsync(file, "{\n  \"Delivery\": { \"Timeout\" }\n}", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, "doctor");

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"The settings file {file}, line 2 cannot be read: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tape_without_a_change_says_that_it_yields_no_alert()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "tape.json"),
            """
            { "title": "t", "channels": ["us-dhs-ntas"], "polls": [{ "at": "2020-01-03T08:00:00Z", "responses": [
              { "url": "https://www.dhs.gov/ntas/1.1/alerts.xml", "status": 503, "headers": {}, "body": "error.html" }] }] }
            """,
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "error.html"), "<html></html>", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "replay", _folder);

        Assert.Equal((0, ""), (exitCode, output));
        Assert.StartsWith("No alerts: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked()
    {
        var (_, made, said) = await RelayProgram.Run(_folder, "keys", "create", "--name", "ops", "--role", "admin", "--data", _folder);
        var (_, listed, _) = await RelayProgram.Run(_folder, "keys", "list", "--data", _folder);
        var id = said.Split(' ')[0];
        var (revoked, _, _) = await RelayProgram.Run(_folder, "keys", "revoke", id, "--data", _folder);

        Assert.StartsWith("ark_", made, StringComparison.Ordinal);
        Assert.Contains("ops", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Trim(), listed, StringComparison.Ordinal);
        Assert.Equal(0, revoked);
    }

    [Fact]
    public async Task A_key_is_rotated_and_the_audit_log_tells_of_it()
    {
        var (_, made, said) = await RelayProgram.Run(_folder, "keys", "create", "--name", "ops", "--role", "admin", "--data", _folder);
        var id = said.Split(' ')[0];
        var (rotated, secret, _) = await RelayProgram.Run(_folder, "keys", "rotate", id, "--overlap", "3600", "--data", _folder);
        var (again, _, advice) = await RelayProgram.Run(_folder, "keys", "rotate", id, "--data", _folder);
        var (_, lines, _) = await RelayProgram.Run(_folder, "audit", "--since", "2020-01-31T09:00Z", "--output", "json", "--data", _folder);
        var (_, table, _) = await RelayProgram.Run(_folder, "audit", "--tenant", "default", "--data", _folder);

        Assert.Equal((0, 2), (rotated, again));
        Assert.StartsWith("ark_", secret, StringComparison.Ordinal);
        Assert.Contains("It was rotated already; rotate key_", advice, StringComparison.Ordinal);
        Assert.Equal(
            ["key.created", "key.rotated"],
            lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()));
        Assert.Contains("expiresAt, replacedBy", table, StringComparison.Ordinal);
        Assert.All([made.Trim(), secret.Trim()], key => Assert.DoesNotContain(key, lines + table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Poll_prints_what_an_address_shows()
    {
        await using var publisher = await FakePublisher.Start(("Iran", 4), ("France", 1));

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "poll", "us-state-travel", "--url", publisher.Feed.AbsoluteUri, "--data", _folder);

        Assert.True(exitCode == 0, errors);
        Assert.Contains("2 entries", output, StringComparison.Ordinal);
        Assert.Contains("IR", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_live_says_which_channel_does_not_read()
    {
        await using var publisher = await FakePublisher.Start(("Iran", 4));
        (string, string)[] settings =
        [
            .. Trial.Off().Where(setting => !setting.Name.Contains("us-state-travel", StringComparison.Ordinal)
                && !setting.Name.Contains("us-cisa-kev", StringComparison.Ordinal)),
            ("Channels__us-state-travel__Url", publisher.Feed.AbsoluteUri),
            ("Channels__us-cisa-kev__Url", publisher.Feed.AbsoluteUri),
            ("Fetching__HostSpacing", "00:00:00"),
        ];

        var (exitCode, output, _) = await RelayProgram.Run(_folder, settings, "doctor", "--live", "--data", _folder);

        Assert.Equal(1, exitCode);
        Assert.Contains("works", output, StringComparison.Ordinal);
        Assert.Contains("us-cisa-kev", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uk-fcdo-2020-01-middle-east")]
    [InlineData("uk-fcdo-2020-01-bahamas-lowered")]
    [InlineData("uk-fcdo-2025-06-israel")]
    [InlineData("ca-gac-2014-raw")]
    [InlineData("ca-gac-2026-03-escalation")]
    [InlineData("us-cisa-kev-2025-02")]
    [InlineData("fr-certfr-2026-02")]
    [InlineData("uk-mi5-errors-and-back")]
    public async Task A_recorded_tape_yields_exactly_the_alerts_that_are_right(string tape)
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "tapes", tape);
        Assert.SkipUnless(Directory.Exists(folder), $"The recorded tapes are not beside this repository: ../shared/tapes/{tape} is missing.");

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "replay", folder, "--check");

        Assert.True(exitCode == 0, output + errors);
    }
}
