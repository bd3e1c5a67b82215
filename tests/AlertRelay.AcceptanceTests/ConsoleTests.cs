namespace AlertRelay.AcceptanceTests;

/// <summary>The console in Chromium. The long walks run only with ALERTRELAY_TEST_WALKS=all: they take some minutes.</summary>
public sealed class ConsoleTests(ITestOutputHelper output)
{
    public static TheoryData<string, bool, bool> Walks =>
        Environment.GetEnvironmentVariable("ALERTRELAY_TEST_WALKS") == "all"
            ? new() { { "mouse", true, true }, { "mouse", false, false }, { "keyboard", true, false }, { "phone", true, true } }
            : [];

    [Fact]
    public Task A_duty_officer_subscribes_and_sees_who_was_sent_an_alert_and_why_another_was_not() =>
        Walk(new() { ["short"] = true, ["script"] = false });

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Walks))]
    public Task Everything_is_done_from_the_browser_alone(string mode, bool script, bool axe) =>
        Walk(new() { ["mode"] = mode, ["script"] = script, ["axe"] = axe });

    private async Task Walk(Dictionary<string, object> wish)
    {
        await using var trial = await Trial.Start(ConsoleWalk.Before);
        await using var receiver = await Receiver.Start();

        var said = await ConsoleWalk.Run(trial.Relay.Address, trial.Relay.AdminKey, trial.Publisher, receiver, wish);

        output.WriteLine(said);
        Assert.EndsWith("done", said);
    }
}
