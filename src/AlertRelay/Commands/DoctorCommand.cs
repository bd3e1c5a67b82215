using System.CommandLine;
using System.Globalization;
using AlertRelay.Channels;
using AlertRelay.Diagnostics;
using AlertRelay.Hosting;
using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Shows what is configured and what fails. With --live, fetches every enabled channel once.</summary>
public static class DoctorCommand
{
    private static readonly Option<bool> Live = new("--live") { Description = "Fetch each enabled channel once and show the result" };

    public static Command Create()
    {
        var command = new Command("doctor", "Check settings, storage and channels; exit code 1 when something fails") { Live };
        command.SetAction(Examine);
        return command;
    }

    private static async Task<int> Examine(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        await StartChecks.Storage(services, cancellationToken);
        var checks = await services.GetRequiredService<RelayDoctor>().Check(cancellationToken);
        foreach (var check in checks)
            Console.WriteLine($"{check.Name}: {check.Detail}");

        var healthy = checks.All(check => check.Status != CheckStatus.Failed);
        return parsed.GetValue(Live) ? await Fetch(services, cancellationToken) && healthy ? 0 : 1 : healthy ? 0 : 1;
    }

    private static async Task<bool> Fetch(ServiceProvider services, CancellationToken cancellationToken)
    {
        var table = new Table().AddColumns("Channel", "Result", "Entries", "Newest", "Took");
        var good = true;
        var channels = services.GetRequiredService<ChannelCatalog>().All.Where(channel => channel.Enabled).ToList();
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("Fetching", maxValue: channels.Count);
            foreach (var channel in channels)
            {
                foreach (var document in await services.GetRequiredService<ProbeChannel>()(channel, cancellationToken))
                    good &= AddRow(table, document);
                task.Increment(1);
            }
        });
        ConsoleTables.Print(table);
        return good;
    }

    private static bool AddRow(Table table, ProbedDocument document)
    {
        var read = document.Entries is not null;
        table.AddRow(
            new Text(document.Channel),
            new Text(document.Fault ?? "works"),
            new Text(read ? $"{document.Entries}" : "-"),
            new Text(read ? document.Newest?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never" : "-"),
            new Text(string.Create(CultureInfo.InvariantCulture, $"{document.Took.TotalMilliseconds:0} ms")));
        return document.Fault is null;
    }
}
