using System.Diagnostics;

namespace AlertRelay.AcceptanceTests;

public sealed class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_relay_that_is_told_to_stop_while_it_polls_ends_well(string signal)
    {
        await using var trial = await Trial.Start(("Iran", 3));
        trial.Publisher.Hangs = true;
        var asked = trial.Publisher.Times.Count;
        await Eventually.Is(() => trial.Publisher.Times.Count > asked, "a poll that hangs");

        var exitCode = await trial.Relay.Stop(signal);

        EndedWell(exitCode, trial.Relay.Output);
    }

    [Theory]
    [InlineData("AlertRelay watches")]
    [InlineData("Listening on")]
    public async Task A_relay_that_is_told_to_stop_while_it_starts_ends_well(string line)
    {
        var folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;
        var start = new ProcessStartInfo(RelayProgram.Executable, ["serve", "--port", "0", "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in Trial.Off())
            start.Environment[name] = value;
        using var relay = Process.Start(start)!;
        var lines = new ProcessLines(relay);
        await lines.First(said => said.StartsWith(line, StringComparison.Ordinal), Patience);

        using var told = Process.Start("kill", ["-TERM", $"{relay.Id}"]);
        await relay.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        EndedWell(relay.ExitCode, lines.All);
        Directory.Delete(folder, recursive: true);
    }

    private static void EndedWell(int exitCode, IReadOnlyList<string> output)
    {
        Assert.True(exitCode == 0, $"{exitCode}\n{string.Join('\n', output)}");
        Assert.DoesNotContain(output, line => line.Contains("Exception", StringComparison.Ordinal));
    }
}
