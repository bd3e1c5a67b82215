using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Commands;

/// <summary>What the program's "doctor" says of the health that is stored.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private const string Enabled = "uk-fcdo-travel", Off = "no-ud-travel";
    private const string Refused = "the page answered 503";

    private readonly SqliteFolder _folder = new();

    [Theory]
    [InlineData(HealthKind.PagesFailing, "3 of 226 pages cannot be read")]
    [InlineData(HealthKind.EntriesUnreadable, "1 entry of the list cannot be read (\"reference\" is missing or empty); the others are read")]
    [InlineData(HealthKind.LevelsUnreadable, "the levels of 12 of 226 notices cannot be read; the last known ones stand")]
    [InlineData(HealthKind.PlacesUnreadable, "the places of 12 of 226 notices cannot be read; their alerts pass every filter for countries")]
    [InlineData(HealthKind.Moved, "it has moved to https://www.new.example/list")]
    public async Task A_problem_of_a_channel_that_is_read_is_a_line_and_no_failure(HealthKind kind, string detail)
    {
        await Store(State(Enabled, Problem(kind, detail)));

        var (exitCode, lines) = await Doctor();

        Assert.Equal(0, exitCode);
        Assert.Equal([$"{Enabled}: since 2020-01-03 12:00 UTC: {detail}"], lines);
    }

    [Fact]
    public async Task A_channel_that_fails_is_named_once_with_its_last_good_poll()
    {
        await Store(State(Enabled, Problem(HealthKind.Failing, Refused)) with { Failures = 4, LastError = Refused });

        var (exitCode, lines) = await Doctor();

        Assert.Equal(1, exitCode);
        Assert.Equal([$"{Enabled}: 4 failed polls in a row, last good one 2020-01-01 12:00 UTC: {Refused}"], lines);
    }

    [Fact]
    public async Task A_problem_beside_the_failure_has_its_own_line()
    {
        await Store(State(Enabled, Problem(HealthKind.Failing, Refused), Problem(HealthKind.Silent, "no news for 9 days")) with
        {
            Failures = 1,
            LastError = Refused,
            LastGoodPollAt = null,
        });

        Assert.Equal(
            [
                $"{Enabled}: since 2020-01-03 12:00 UTC: no news for 9 days",
                $"{Enabled}: 1 failed poll, none was good before: {Refused}",
            ],
            (await Doctor()).Lines);
    }

    [Fact]
    public async Task A_channel_that_is_switched_off_is_passed_over()
    {
        await Store(State(Off, Problem(HealthKind.Moved, "it has moved")) with { Failures = 4, LastError = Refused });

        var (exitCode, lines) = await Doctor();

        Assert.Equal(0, exitCode);
        Assert.Empty(lines);
    }

    public void Dispose() => _folder.Dispose();

    private static ChannelState State(string channel, params OngoingProblem[] problems) =>
        Samples.ChannelState(channel, 1) with { Failures = 0, LastError = null, Health = new HealthState { Troubles = problems } };

    private static OngoingProblem Problem(HealthKind kind, string detail) => new(kind, Samples.Noon, detail, "evt_1", Samples.Noon);

    private async Task Store(ChannelState state)
    {
        using var database = _folder.Open();
        Assert.True(await new SqliteChannelStore(database, TestRows.Unlogged).Commit(state, [], [], TestContext.Current.CancellationToken));
    }

    /// <summary>Runs the program. The lines are those about single channels.</summary>
    private async Task<(int ExitCode, List<string> Lines)> Doctor()
    {
        var ran = await new Tool(Path.Combine(AppContext.BaseDirectory, "AlertRelay")).Run("doctor", "--data", _folder.Folder);
        string[] channels = [Enabled, Off];
        return (ran.ExitCode, [.. ran.Said.Split('\n').Where(line => channels.Any(channel => line.StartsWith(channel, StringComparison.Ordinal)))]);
    }
}
