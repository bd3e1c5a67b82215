using AlertRelay.Channels;
using AlertRelay.Polling;
using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Prints the notices of a document.</summary>
internal static class ReadingPrinter
{
    public static void Print(Channel channel, DocumentOutcome outcome, int limit)
    {
        if (outcome is DocumentOutcome.Read read)
            Print(channel, read.Evidence.Url, read.Reading, limit);
        else if (outcome is DocumentOutcome.Failed failed)
            Console.Error.WriteLine($"{failed.Url.Redacted()}: {failed.Reason}");
    }

    public static void Print(Channel channel, Uri address, NoticeReading reading, int limit)
    {
        Console.WriteLine($"{channel.Name}: {reading.Entries.Count} entries at {address}");
        var table = new Table().AddColumns("Key", "Level", "Areas", "Updated", "Title");
        foreach (var entry in reading.Entries.Take(limit))
            table.AddRow(Row(ListedNotice.Of(entry)).Select(cell => new Text(cell)));

        ConsoleTables.Print(table);
        if (reading.Entries.Count > limit)
            Console.WriteLine($"and {reading.Entries.Count - limit} more (--limit {reading.Entries.Count})");
    }

    private static string[] Row(ListedNotice notice) =>
        [notice.Key, notice.Level, string.Join(' ', notice.Areas), $"{notice.UpdatedAt:yyyy-MM-dd HH:mm}", notice.Title];
}
