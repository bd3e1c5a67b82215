using AlertRelay.Hosting;
using System.CommandLine;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Commands.Replay;
using AlertRelay.Composition;
using AlertRelay.Maintenance;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>Plays a tape and prints the alerts that the relay would have sent.</summary>
public static class ReplayCommand
{
    private static readonly Argument<string> Folder = new("tape") { Description = "Folder with a tape.json" };
    private static readonly Option<string> Output = new Option<string>("--output")
    {
        Description = "json: one alert a line; text: for people",
        DefaultValueFactory = _ => "text",
        HelpName = "json|text",
    }.AcceptOnlyFromAmong("json", "text");
    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Compare with the tape's expect.jsonl; exit code 1 on any miss or false alert",
    };
    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Explain why each notice was sent, held or skipped, and the problems of the channel",
    };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the outcome of every poll" };

    public static Command Create()
    {
        var command = new Command("replay", "Play a recorded tape through the relay and print the alerts it yields")
        {
            Folder, Output, Check, Explain, Verbose,
        };
        command.SetAction(Replay);
        return command;
    }

    private static async Task<int> Replay(ParseResult parsed, CancellationToken cancellationToken)
    {
        var tape = Tape.Open(parsed.GetValue(Folder)!);
        var expected = parsed.GetValue(Check) ? ExpectedAlert.Load(tape) : null;
        using var scratch = new TempDirectory();
        await using var services = RelayHost.Parts(Settings.Load(new Dictionary<string, string?> { ["Storage:Path"] = scratch.Path }));
        using var run = new TapeRun(
            tape,
            services.GetRequiredService<ChannelCatalog>(),
            services.GetRequiredService<IChannelStore>(),
            services.GetRequiredService<IEvidenceStore>(),
            services.GetRequiredService<Outbox>());

        var clusters = ActivatorUtilities.CreateInstance<ClusterFollower>(services, run.Clock);
        var alerts = new List<ReplayedAlert>();
        await foreach (var (poll, channel, report) in run.Play(cancellationToken))
        {
            if (parsed.GetValue(Verbose))
                Console.Error.WriteLine(
                    $"poll {poll}, {channel.Id}: {report.Outcome}, {report.Listed} listed, {report.PagesRead} pages{(report.Error is null
                        ? ""
                        : $": {report.Error}")}{string.Concat(report.Remarks.Select(remark => $"; {remark}"))}");
            if (parsed.GetValue(Explain))
                DecisionExplanation.Print($"poll {poll}", channel, report);
            alerts.AddRange(report.Alerts.Select(alert => new ReplayedAlert(poll, alert)));
            // What a tape expects are changes of its notices. Clusters are printed beside them.
            var found = await clusters.Follow(cancellationToken);
            if (expected is null || parsed.GetValue(Output) == "json")
                Print([.. report.Alerts, .. found], poll, parsed.GetValue(Output)!);
        }

        if (alerts.Count == 0)
            Console.Error.WriteLine("No alerts: the polls of this tape show no change that the relay sends. Add --explain to see why, notice by notice.");
        return expected is null ? 0 : Report(TapeCheck.Of(expected, alerts));
    }

    private static void Print(IReadOnlyList<Alert> alerts, int poll, string output)
    {
        foreach (var alert in alerts)
            Console.WriteLine(
                output == "json"
                    ? JsonSerializer.Serialize(alert, AlertJson.Wire.Alert)
                    : $"{alert.DetectedAt:yyyy-MM-dd HH:mm} poll {poll} {alert.Channel} {alert.Change}: {alert.Headline}");
    }

    private static int Report(TapeCheck check)
    {
        foreach (var hit in check.Hits.Zip(check.Delays))
            Console.WriteLine($"hit    {hit.First}{(hit.Second > 0 ? $" (after {CountText.Of(hit.Second, "poll", "polls")})" : "")}");
        foreach (var missed in check.MissedAlerts)
            Console.WriteLine($"MISS   {missed}");
        foreach (var alerts in check.FalseAlerts)
            Console.WriteLine(
                $"FALSE  poll {alerts.Poll}: {alerts.Alert.Channel} {alerts.Alert.Change} {string.Join(",",
                alerts.Alert.Areas.Select(area => area.Code))} {alerts.Alert.Key} ({alerts.Alert.Level.Severity}): {alerts.Alert.Headline}");

        Console.WriteLine(
            $"{CountText.Of(check.Hits.Count, "hit", "hits")}, {CountText.Of(check.MissedAlerts.Count, "miss", "misses")}, "
            + $"{CountText.Of(check.FalseAlerts.Count, "false alert", "false alerts")}, "
            + $"delay {CountText.Of(check.Delays.DefaultIfEmpty(0).Max(), "poll", "polls")} at most");
        return check.Passed ? 0 : 1;
    }
}
