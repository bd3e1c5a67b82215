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
        var start = new ProcessStartInfo(RelayProgram.Executable, ["serve", "--port", "0", "--data", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in Trial.Off())
            start.Environment[name] = value;
        using var relay = Process.Start(start)!;
        var lines = new ProcessLines(relay);

        await Ended(relay, "-TERM", once: lines.First(said => said.StartsWith(line, StringComparison.Ordinal), Patience));

        EndedWell(relay.ExitCode, lines.All);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_command_that_is_told_to_stop_says_by_its_exit_code_that_it_did_not_end()
    {
        await using var publisher = await FakePublisher.Start(("Iran", 3));
        publisher.Hangs = true;
        using var poll = Process.Start(new ProcessStartInfo(
            RelayProgram.Executable, ["poll", "us-state-travel", "--url", publisher.Feed.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var lines = new ProcessLines(poll);

        await Ended(poll, "-INT", once: Eventually.Is(() => !publisher.Times.IsEmpty, "a poll that hangs"));

        Assert.Equal((130, ""), (poll.ExitCode, string.Join('\n', lines.All)));
    }

    private static async Task Ended(Process process, string signal, Task once)
    {
        try
        {
            await once;
            using var told = Process.Start("kill", [signal, $"{process.Id}"]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static void EndedWell(int exitCode, IReadOnlyList<string> output)
    {
        Assert.True(exitCode == 0, $"{exitCode}\n{string.Join('\n', output)}");
        Assert.DoesNotContain(output, line => line.Contains("Exception", StringComparison.Ordinal));
    }
}
