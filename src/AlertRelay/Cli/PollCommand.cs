using System.CommandLine;
using AlertRelay.Channels;
using AlertRelay.Polling;
using Spectre.Console;

namespace AlertRelay.Cli;

/// <summary>Fetches a channel once and prints what it reads. Nothing is stored or told.</summary>
public static class PollCommand
{
    private static readonly Argument<string> Id = new("channel") { Description = "Id of a channel; see the command channels" };
    private static readonly Option<string?> Url = new("--url") { Description = "Fetch this address instead of the channel's own", HelpName = "URL" };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Say of each notice what the relay would do about it, compared with what it knows" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many notices to print", DefaultValueFactory = _ => 20, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("poll", "Fetch one channel once and print its notices; nothing is stored or sent") { Id, Url, Explain, Limit };
        command.SetAction(Poll);
        return command;
    }

    private static async Task<int> Poll(ParseResult parsed, CancellationToken cancellation)
    {
        var further = parsed.GetValue(Url) is { } url ? new (string, string?)[] { ($"Channels:{parsed.GetValue(Id)}:Url", url) } : [];
        await using var services = Relay.Build(parsed.Configuration(further));
        var channel = Find(services.GetRequiredService<ChannelCatalog>(), parsed.GetValue(Id)!);
        if (parsed.GetValue(Explain))
            return await WouldBe.Print(services, channel, cancellation);

        var outcomes = await services.GetRequiredService<DocumentReader>().Read(channel, new ChannelState { Channel = channel.Id }, cancellation);
        foreach (var outcome in outcomes)
            Show(channel, outcome, parsed.GetValue(Limit));
        return outcomes.All(outcome => outcome is DocumentOutcome.Read) ? 0 : 1;
    }

    public static Channel Find(ChannelCatalog catalog, string id) =>
        catalog.Find(id)
        ?? throw new OperatorException($"There is no channel {id}{(catalog.Similar(id).FirstOrDefault() is { } similar ? $"; did you mean {similar}?" : "; the command channels lists them.")}");

    private static void Show(Channel channel, DocumentOutcome outcome, int limit)
    {
        if (outcome is DocumentOutcome.Read read)
            Print(channel, read.Evidence.Url, read.Reading, limit);
        else if (outcome is DocumentOutcome.Failed failed)
            Console.Error.WriteLine($"{failed.Url}: {failed.Reason}");
    }

    private static void Print(Channel channel, Uri address, Reading reading, int limit)
    {
        Console.WriteLine($"{channel.Name}: {reading.Entries.Count} entries at {address}");
        var table = new Table().AddColumns("Key", "Level", "Updated", "Title");
        foreach (var entry in reading.Entries.Take(limit))
        {
            var notice = entry.Notice;
            var level = notice?.Level is { Native: not null } stated ? $"{stated.Label ?? stated.Native} ({stated.Severity})" : "";
            table.AddRow(new Text(entry.Key), new Text(level), new Text($"{notice?.UpdatedAt ?? entry.Page?.UpdatedAt:yyyy-MM-dd HH:mm}"), new Text(notice?.Title ?? entry.Page?.Url.AbsolutePath ?? ""));
        }

        Tables.Print(table);
        if (reading.Entries.Count > limit)
            Console.WriteLine($"and {reading.Entries.Count - limit} more (--limit {reading.Entries.Count})");
    }
}
