namespace AlertRelay.AcceptanceTests;

/// <summary>The console in Chromium. The long walks run only with ALERTRELAY_TEST_WALKS=all: they take some minutes.</summary>
public sealed class ConsoleTests(ITestOutputHelper output)
{
    /// <summary>Mode, with script, with axe, short.</summary>
    public static TheoryData<string, bool, bool, bool> Walks =>
        Environment.GetEnvironmentVariable("ALERTRELAY_TEST_WALKS") == "all"
            ? new() { { "mouse", true, true, false }, { "mouse", false, false, false }, { "keyboard", true, false, false }, { "phone", true, true, false } }
            : new() { { "mouse", false, false, true } };

    [Theory, MemberData(nameof(Walks))]
    public async Task A_duty_officer_does_everything_from_the_browser_alone(string mode, bool script, bool axe, bool isShort)
    {
        var wish = new Dictionary<string, object> { ["mode"] = mode, ["script"] = script, ["axe"] = axe, ["short"] = isShort };
        await using var trial = await Trial.Start(ConsoleWalk.Before);
        await using var receiver = await Receiver.Start();

        var said = await ConsoleWalk.Run(trial.Relay.Address, trial.Relay.AdminKey, trial.Publisher, receiver, wish);

        output.WriteLine(said);
        Assert.EndsWith("done", said);
    }
}
