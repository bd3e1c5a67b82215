using System.CommandLine;
using AlertRelay.Channels;
using AlertRelay.Composition;
using Spectre.Console;

namespace AlertRelay.Commands;

public static class ChannelsCommand
{
    private static readonly Option<bool> Markdown = new("--markdown") { Description = "Print the catalogue that is built in as the page docs/channels.md" };

    public static Command Create()
    {
        var command = new Command("channels", "List the channels of the catalogue, with what the settings change") { Markdown, ChannelCheckCommand.Create() };
        command.SetAction(parsed =>
        {
            var configuration = parsed.Configuration();
            SettingsCheck.Run(configuration);
            if (parsed.GetValue(Markdown))
                Console.Write(ChannelsPage.Of(ChannelCatalog.Load(directory: null)));
            else
                Print(Settings.Catalog(configuration));
        });
        return command;
    }

    private static void Print(ChannelCatalog catalog)
    {
        var table = new Table().AddColumns("Channel", "Authority", "Category", "Every", "On", "Proved by", "Address");
        foreach (var channel in catalog.All)
        {
            table.AddRow(
                new Text(channel.Id),
                new Text(channel.Authority),
                new Text($"{channel.Category}".ToLowerInvariant()),
                new Text(ChannelsPage.Every(channel)),
                new Text(channel.Enabled ? "yes" : "no"),
                new Text(ChannelsPage.Words(channel.Proof)),
                new Text(string.Join(" ", channel.Urls.Select(url => url.Redacted()))));
        }

        ConsoleTables.Print(table);
    }
}
