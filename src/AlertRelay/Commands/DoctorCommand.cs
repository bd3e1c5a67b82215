using AlertRelay.Hosting;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AlertRelay.Channels;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using Microsoft.Extensions.Options;
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
        var catalog = services.GetRequiredService<ChannelCatalog>();
        var storage = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        Console.WriteLine("Settings: read, no fault found.");
        await StartChecks.Storage(services, cancellationToken);
        Console.WriteLine($"Storage: {Place(storage)}, {(await services.GetRequiredService<IApiKeyStore>().List(cancellationToken)).Count} API keys.");
        Console.WriteLine("Secrets: the keys to encrypt and decrypt them are there.");
        Console.WriteLine($"Channels: {catalog.All.Count(channel => channel.Enabled)} enabled of {catalog.All.Count}.");
        var healthy = await Health(services.GetRequiredService<IChannelStore>(), catalog, cancellationToken);
        return parsed.GetValue(Live) ? await Fetch(services, catalog, cancellationToken) && healthy ? 0 : 1 : healthy ? 0 : 1;
    }

    private static string Place(StorageOptions storage) =>
        storage.Kind == StorageOptions.Azure ? $"azure, {storage.AccountName ?? "by connection string"}" : $"sqlite in {Path.GetFullPath(storage.Path)}";

    private static async Task<bool> Health(IChannelStore store, ChannelCatalog catalog, CancellationToken cancellationToken)
    {
        var enabled = (await store.All(cancellationToken)).Where(state => catalog.Find(state.Channel) is { Enabled: true }).ToList();
        foreach (var state in enabled)
            foreach (var trouble in state.Health.Troubles.Where(trouble => state.Failures == 0 || trouble.Detail != state.LastError))
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{state.Channel}: since {trouble.Since:yyyy-MM-dd HH:mm} UTC: {trouble.Detail}"));
        var failing = enabled.Where(state => state.Failures > 0).ToList();
        foreach (var state in failing)
            Console.WriteLine($"{state.Channel}: {FailuresOf(state)}: {state.LastError}");
        return failing.Count == 0;
    }

    private static string FailuresOf(ChannelState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(state.Failures == 1 ? "1 failed poll" : $"{state.Failures} failed polls in a row")}, "
        + $"{(state.LastGoodPollAt is { } good ? $"last good one {good:yyyy-MM-dd HH:mm} UTC" : "none was good before")}");

    private static async Task<bool> Fetch(ServiceProvider services, ChannelCatalog catalog, CancellationToken cancellationToken)
    {
        var table = new Table().AddColumns("Channel", "Result", "Entries", "Newest", "Took");
        var good = true;
        var channels = catalog.All.Where(channel => channel.Enabled).ToList();
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("Fetching", maxValue: channels.Count);
            foreach (var channel in channels)
            {
                good &= await Rows(services, channel, table, cancellationToken);
                task.Increment(1);
            }
        });
        ConsoleTables.Print(table);
        return good;
    }

    private static async Task<bool> Rows(IServiceProvider services, Channel channel, Table table, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var good = true;
        foreach (var outcome in await services.GetRequiredService<DocumentReader>().Read(channel, new ChannelState { Channel = channel.Id }, cancellationToken))
        {
            var reading = (outcome as DocumentOutcome.Read)?.Reading;
            var page = reading is null ? null : await ProbePage.Read(services.GetRequiredService<PageReader>(), channel, reading, cancellationToken);
            var fault = outcome is DocumentOutcome.Failed failed
                ? failed.Reason
                : page?.Fault is { } unread ? $"its page {page.Page.Url} cannot be parsed: {unread}" : null;
            var newest = reading?.Entries.Max(entry => entry.Notice?.UpdatedAt ?? entry.Page?.UpdatedAt);
            table.AddRow(
                new Text(channel.Id),
                new Text(fault ?? "reads"),
                new Text(reading is null ? "-" : $"{reading.Entries.Count}"),
                new Text(reading is null ? "-" : newest?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never"),
                new Text($"{watch.ElapsedMilliseconds} ms"));
            good &= fault is null;
        }

        return good;
    }
}
