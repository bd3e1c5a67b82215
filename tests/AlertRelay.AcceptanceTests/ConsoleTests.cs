namespace AlertRelay.AcceptanceTests;

/// <summary>
/// The console in Chromium. The long walks take some minutes, so they run only with ALERTRELAY_TEST_WALKS=all, or with the name of a mode in place of "all".
/// </summary>
public sealed class ConsoleTests(ITestOutputHelper output)
{
    private const string Setting = "ALERTRELAY_TEST_WALKS", AllWalks = "all";

    private static readonly (string Mode, bool Script, bool Axe)[] LongWalks =
        [("mouse", true, true), ("mouse", false, false), ("keyboard", true, false), ("phone", true, true)];

    /// <summary>Mode, with script, with axe, short.</summary>
    public static TheoryData<string, bool, bool, bool> Walks
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Setting) is not { Length: > 0 } wanted)
                return [("mouse", false, false, true)];

            var walks = LongWalks.Where(walk => wanted == AllWalks || wanted == walk.Mode).Select(walk => (walk.Mode, walk.Script, walk.Axe, false)).ToList();
            return walks.Count > 0
                ? [.. walks]
                : throw new InvalidOperationException(
                    $"{Setting}={wanted} names no walk. Write {AllWalks} or {string.Join(", ", LongWalks.Select(walk => walk.Mode).Distinct())}.");
        }
    }

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
