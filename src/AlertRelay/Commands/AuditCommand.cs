using AlertRelay.Hosting;
using System.Buffers;
using System.CommandLine;
using System.Globalization;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Prints who changed what.</summary>
public static class AuditCommand
{
    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "From that time on (UTC where no zone is written); left out, the last seven days",
        HelpName = "TIME",
        CustomParser = argument =>
        {
            if (DateTimeOffset.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;

            argument.AddError($"--since is \"{argument.Tokens[0].Value}\"; write a time such as 2026-01-31 or 2026-01-31T09:00Z.");
            return null;
        },
    };

    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Of one tenant only", HelpName = "NAME" };
    private static readonly Option<string> Output = new Option<string>("--output")
    {
        Description = "json: one entry a line, with old and new values; table: for people",
        DefaultValueFactory = _ => "table",
        HelpName = "json|table",
    }.AcceptOnlyFromAmong("json", "table");

    public static Command Create()
    {
        var command = new Command("audit", "Print who changed what, and when") { Since, Tenant, Output };
        command.SetAction(Print);
        return command;
    }

    private static async Task<int> Print(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var since = parsed.GetValue(Since) ?? services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-7);
        var pages = services.GetRequiredService<AuditLog>().Export(new AuditQuery { Since = since, Tenant = parsed.GetValue(Tenant) }, cancellationToken);
        if (parsed.GetValue(Output) == "json")
            await PrintLines(pages);
        else
            await PrintTable(pages);

        return 0;
    }

    private static async Task PrintLines(IAsyncEnumerable<IReadOnlyList<AuditEntry>> pages)
    {
        await using var output = Console.OpenStandardOutput();
        await foreach (var page in pages)
        {
            var lines = new ArrayBufferWriter<byte>();
            foreach (var entry in page)
                AuditExport.Write(lines, entry);

            await output.WriteAsync(lines.WrittenMemory);
        }
    }

    private static async Task PrintTable(IAsyncEnumerable<IReadOnlyList<AuditEntry>> pages)
    {
        var table = new Table().AddColumns("Time (UTC)", "Who", "Did", "To", "Tenant", "What changed");
        await foreach (var page in pages)
        {
            foreach (var entry in page)
                table.AddRow(
                    new Text($"{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}"),
                    new Text(Who(entry.Actor)),
                    new Text(entry.Action),
                    new Text(entry.Subject),
                    new Text(entry.Tenant ?? ""),
                    new Text(Changed(entry)));
        }

        ConsoleTables.Print(table);
    }

    private static string Who(Actor actor) => actor.Key is { } key ? $"{actor.Name} ({key})" : actor.Name;

    // Names only: values may be long, and --output json has them.
    private static string Changed(AuditEntry entry) =>
        entry.Old is null || entry.New is null ? "" : string.Join(", ", entry.New.Select(member => member.Key).Except(["updatedAt", "version"]));
}
