using System.CommandLine;
using AlertRelay.Channels;
using Spectre.Console;

namespace AlertRelay.Cli;

public static class ChannelsCommand
{
    public static Command Create()
    {
        var command = new Command("channels", "List the channels of the catalogue, with what the settings change");
        command.SetAction(parsed =>
        {
            var configuration = parsed.Configuration();
            Settings.Check(configuration);
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
                new Text($"{channel.Every:h\\:mm\\:ss}"),
                new Text(channel.Enabled ? "yes" : "no"),
                new Text(channel.Proof switch { Proof.RecordedPayload => "recorded payload", Proof.DocumentedFormat => "documented format", _ => "nothing yet" }),
                new Text(string.Join(" ", channel.Urls)));
        }

        Tables.Print(table);
    }
}
