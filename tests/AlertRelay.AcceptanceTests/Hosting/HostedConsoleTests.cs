namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The console in Chromium, through the host's HTTP side.</summary>
public sealed class HostedConsoleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_duty_officer_signs_in_subscribes_and_sees_who_got_an_alert()
    {
        await using var trial = await HostedTrial.Start(ConsoleWalk.Before);
        await using var receiver = await Receiver.Start();
        // What the first poll finds is no change.
        await trial.Host.CallTimer("PollChannels");
        await trial.Host.Listen();

        var said = await ConsoleWalk.Run(trial.Host.Address, trial.Key, trial.Publisher, receiver, new() { ["script"] = false, ["short"] = true });

        output.WriteLine(said);
        Assert.EndsWith("done", said);
    }
}
