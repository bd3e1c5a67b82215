using AlertRelay.Hosting;
using System.CommandLine;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Composition;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>For those who write a catalogue file: is it right, and what would be read with it?</summary>
internal static class ChannelCheckCommand
{
    private static readonly Argument<string> CatalogueFile = new("file") { Description = "A catalogue file; its name is the channel's id" };
    private static readonly Option<string?> Url = new("--url") { Description = "Fetch this address instead of the file's own", HelpName = "URL" };
    private static readonly Option<string?> Saved = new("--file") { Description = "Read this saved document instead of fetching one", HelpName = "FILE" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many notices to print", DefaultValueFactory = _ => 20, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command(
            "check", "Check a catalogue file and print what would be read with it; nothing is stored or sent") { CatalogueFile, Url, Saved, Limit };
        command.SetAction(Check);
        return command;
    }

    private static async Task<int> Check(ParseResult parsed, CancellationToken cancellationToken)
    {
        var channel = ChannelCatalog.Read(parsed.GetValue(CatalogueFile)!);
        if (parsed.GetValue(Url) is { } url)
            channel = channel with { Urls = [Address(url)] };

        Console.WriteLine($"{channel.Id}: no fault found.");
        var reads = parsed.GetValue(Saved) is { } file
            ? Read(channel, file, parsed.GetValue(Limit))
            : await Fetch(parsed, channel, cancellationToken);
        return reads ? 0 : 1;
    }

    private static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new OperatorException($"{url} is no address; write one such as https://www.example.org/feed.xml.");

    private static bool Read(Channel channel, string file, int limit)
    {
        if (!File.Exists(file))
            throw new OperatorException($"There is no file {file}; write the path of a saved document.");

        try
        {
            var reading = NoticeParsers.Of(channel).Read(new SourceDocument(channel.Urls[0], InputFile.Read(file)), channel);
            ReadingPrinter.Print(channel, channel.Urls[0], reading, limit);
            return Judge(channel, reading);
        }
        catch (ShapeException fault)
        {
            Console.Error.WriteLine($"{file}: {fault.Message}");
            return false;
        }
    }

    private static async Task<bool> Fetch(ParseResult parsed, Channel channel, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var good = true;
        foreach (var outcome in await services.GetRequiredService<DocumentReader>().Read(channel, new ChannelState { Channel = channel.Id }, cancellationToken))
        {
            ReadingPrinter.Print(channel, outcome, parsed.GetValue(Limit));
            good &= outcome is DocumentOutcome.Read read
                && Judge(channel, read.Reading)
                && await Page(services.GetRequiredService<PageReader>(), channel, read.Reading, cancellationToken);
        }

        return good;
    }

    private static async Task<bool> Page(PageReader pages, Channel channel, NoticeReading reading, CancellationToken cancellationToken)
    {
        if (await ProbePage.Read(pages, channel, reading, cancellationToken) is not { } page)
            return true;

        Console.WriteLine(page.Sighting is { Notice: var notice }
            ? $"The page {page.Page.Url} reads: {notice.Title}, {notice.Level.Label ?? "no level"}, {notice.Text?.Length ?? 0} characters of text."
            : $"The page {page.Page.Url} does not read: {page.Fault}.");
        return page.Fault is null;
    }

    private static bool Judge(Channel channel, NoticeReading reading)
    {
        if (reading.Entries.Count == 0 && !channel.MayBeEmpty)
            Console.Error.WriteLine("Nothing is listed: write \"mayBeEmpty\": true if that is ordinary, else look at what chooses the notices.");

        foreach (var unread in reading.Entries.Where(entry => entry.Notice is { Level: { IsKnown: false, Native: not null } }).GroupBy(
            entry => entry.Notice!.Level.Native))
            Console.Error.WriteLine(
                $"{unread.Count()} notices, such as {unread.First().Key}, state the level \"{unread.Key}\", which is not in \"levels\": their level "
                + "is Unknown.");
        if (reading.SharedKeys > 0)
            Console.Error.WriteLine(
                $"{reading.SharedKeys} notices share an id or a link with another one: they are told apart by the place on the page, the title, "
                + "the time and the text, except where the id says that they are versions of one.");
        return reading.Entries.Count > 0 || channel.MayBeEmpty;
    }
}
