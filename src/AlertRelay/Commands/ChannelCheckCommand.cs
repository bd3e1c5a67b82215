using System.CommandLine;
using AlertRelay.Channels;
using AlertRelay.Diagnostics;
using AlertRelay.Channels.Parsers;
using AlertRelay.Composition;
using AlertRelay.Hosting;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>Checks a catalogue file, and shows what would be read with it.</summary>
internal static class ChannelCheckCommand
{
    private static readonly Argument<string> CatalogueFile = new("file") { Description = "A catalogue file; its name is the channel's id" };
    private static readonly Option<string?> Url = new("--url") { Description = "Fetch this address instead of the file's own", HelpName = "URL" };
    private static readonly Option<string?> Saved = new("--file") { Description = "Read this saved document instead of fetching one", HelpName = "FILE" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many notices to print", DefaultValueFactory = _ => 20, HelpName = "N" };

    private static readonly Option<string> Output = new Option<string>("--output")
    {
        Description = "json: one object with all notices and problems; text: for people",
        DefaultValueFactory = _ => "text",
        HelpName = "json|text",
    }.AcceptOnlyFromAmong("json", "text");

    public static Command Create()
    {
        var command = new Command("check", "Check a channel file and print the notices it would read; nothing is stored or sent")
        {
            CatalogueFile, Url, Saved, Limit, Output,
        };
        command.SetAction(Check);
        return command;
    }

    private static async Task<int> Check(ParseResult parsed, CancellationToken cancellationToken)
    {
        var channel = ChannelCatalog.Read(parsed.GetValue(CatalogueFile)!);
        if (parsed.GetValue(Url) is { } url)
            channel = channel with { Urls = [Address(url)] };

        var check = new ChannelCheck(channel, parsed.GetValue(Output) == "json", parsed.GetValue(Limit));
        if (parsed.GetValue(Saved) is { } file)
            Read(check, file);
        else
            await Fetch(check, parsed, cancellationToken);
        return check.Finish() ? 0 : 1;
    }

    private static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "" } ? address
        : throw new OperatorException("--url is no address without user name and password; write one such as https://www.example.org/feed.xml.");

    private static void Read(ChannelCheck check, string file)
    {
        if (!File.Exists(file))
            throw new OperatorException($"There is no file {file}; write the path of a saved document.");

        var address = check.Channel.Urls[0].Redacted();
        try
        {
            check.Add(address, NoticeParsers.Of(check.Channel).Read(new SourceDocument(address, InputFile.Read(file)), check.Channel));
        }
        catch (ShapeException fault)
        {
            check.Fail($"{file}: {fault.Message}");
        }
    }

    private static async Task Fetch(ChannelCheck check, ParseResult parsed, CancellationToken cancellationToken)
    {
        var channel = check.Channel;
        await using var services = RelayHost.Parts(parsed.Configuration());
        foreach (var outcome in await services.GetRequiredService<DocumentReader>().Read(channel, new ChannelState { Channel = channel.Id }, cancellationToken))
        {
            if (outcome is DocumentOutcome.Read read)
            {
                check.Add(read.Evidence.Url, read.Reading);
                await Page(check, services.GetRequiredService<PageReader>(), read.Reading, cancellationToken);
            }
            else if (outcome is DocumentOutcome.Failed failed)
                check.Fail($"{failed.Url.Redacted()}: {failed.Reason}");
        }
    }

    private static async Task Page(ChannelCheck check, PageReader pages, NoticeReading reading, CancellationToken cancellationToken)
    {
        if (await ProbePage.Read(pages, check.Channel, reading, cancellationToken) is not { } page)
            return;

        if (page.Observed is { Notice: var notice })
            check.Print($"The page {page.Page.Url} reads: {notice.Title}, {notice.Level.Label ?? "no level"}, {notice.Text?.Length ?? 0} characters of text.");
        if (page.Fault is { } fault)
            check.Fail($"The page {page.Page.Url} cannot be parsed: {fault}.");
    }
}
