using System.CommandLine;
using AlertRelay.Alerts;
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

/// <summary>The catalogue as a page of documentation.</summary>
public static class ChannelsPage
{
    private const string Head = """
        # Channels

        The channels that the relay watches, from its catalogue (`src/AlertRelay.Core/Channels/Catalog/`).
        `alertrelay channels --markdown` prints this page. Do not edit it.

        Switch a channel off with `Channels__<id>__Enabled=false`, with underscores for the hyphens of the id.
        Add one with [a catalogue file](start/add-a-channel.md).

        How far a channel is **proved**:

        * *recorded payload*: parses payloads that the publisher really sent, and tapes of such polls give the right alerts.
        * *documented format*: parses the format that the publisher's documentation, or others who parse it, describe.
        * *unproved until the first live fetch*: address and format are the best that is known.
          `alertrelay doctor --live` fetches each channel once and says which can be parsed.

        **Interval** is the default time between two polls. No setting goes below the **minimum interval**.
        Where a publisher asks for longer, the relay waits longer.
        """;

    // Channels that readers asked for and that were examined, so that nobody examines them again without new facts.
    private const string NotPossible = """

        ## Not possible today

        The relay reads what a publisher serves to any client. These need more than that, so they have no channel:

        | source | why |
        |---|---|
        | Finland, travel advice (um.fi) | the site refuses requests from data centres |
        | UKMTO, incidents at sea | the feed is gone, and the pages need a browser |
        | MARAD, maritime advisories of the United States | the site refuses programs |
        | OSAC, security reports of the United States | needs an account |
        | ReliefWeb, disasters | the interface needs an approved application name |
        | South Korea, travel alarms | the interface needs a key |
        | Slovakia, travel advice | possible, but its levels are empty for 138 of 139 countries |

        """;

    public static string Of(ChannelCatalog catalog) => string.Concat(
    [
        Head.ReplaceLineEndings("\n"), "\n",
        .. catalog.All.GroupBy(channel => channel.Category).OrderBy(group => group.Key).SelectMany(group => Section(group.Key, [.. group])),
        NotPossible.ReplaceLineEndings("\n"),
    ]);

    public static string Words(ChannelProof proof) => proof switch
    {
        ChannelProof.RecordedPayload => "recorded payload",
        ChannelProof.DocumentedFormat => "documented format",
        _ => "unproved until the first live fetch",
    };

    /// <summary>The effective poll interval: at least the minimum interval.</summary>
    public static string Every(Channel channel) => channel.MinimumInterval > channel.Interval
        ? $"{DurationText.Write(channel.MinimumInterval)} (the minimum; {DurationText.Write(channel.Interval)} is set)"
        : DurationText.Write(channel.Interval);

    private static IEnumerable<string> Section(Category category, IReadOnlyList<Channel> channels) =>
    [
        $"\n## {category}\n\n| channel | authority | country | languages | interval (minimum) | proved |\n|---|---|---|---|---|---|\n",
        .. channels.Select(Row),
        "\nFor each channel: the publisher's scale with the severity of CAP, the most severe level first. "
            + "Then the terms under which its texts are passed on, and what is known of its addresses and formats.\n\n",
        .. channels.Select(Note),
    ];

    private static string Note(Channel channel)
    {
        string?[] sentences =
        [
            Scale(channel), channel.Attribution.TrimEnd('.'), $"Terms: {channel.Terms.TrimEnd('.')}",
            channel.RestsOn is { } evidence ? $"Rests on: {evidence.TrimEnd('.')}" : null,
        ];
        return $"* `{channel.Id}`: {string.Join(". ", sentences.OfType<string>())}.\n";
    }

    private static string Row(Channel channel) => $"| {string.Join(" | ",
    [
        $"[`{channel.Id}`]({channel.Homepage}) {Cell(channel.Name)}{(channel.Enabled ? "" : " (off)")}",
        Cell(channel.Authority),
        channel.Country ?? "international",
        string.Join(", ", channel.Languages),
        $"{Time(channel.Interval)} ({Time(channel.MinimumInterval)})",
        Words(channel.Proof),
    ])} |\n";

    private static string Scale(Channel channel) => channel.Levels.Count == 0 ? "no scale" : string.Join(", ", channel.Levels.Values
        .OrderByDescending(level => level.Step)
        .DistinctBy(level => (level.Label, level.Severity))
        .Select(level => $"{level.Label} ({level.Severity})"));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Time(TimeSpan time) => time.TotalHours >= 1 && time.Minutes == 0 ? $"{time.TotalHours:0} h" : $"{time.TotalMinutes:0} min";
}
