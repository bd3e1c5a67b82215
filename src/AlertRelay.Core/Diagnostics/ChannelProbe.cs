using System.Diagnostics;
using System.Globalization;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Diagnostics;

/// <summary>One of a channel's documents, fetched to see whether it can be read.</summary>
/// <param name="Fault">Null if it can.</param>
/// <param name="Entries">Null if it cannot.</param>
/// <param name="Newest">When an entry was updated last, where entries say so.</param>
public sealed record ProbedDocument(string Channel, string? Fault, int? Entries, DateTimeOffset? Newest, TimeSpan Took)
{
    public RelayCheck ToCheck() => Fault is { } fault
        ? new(Channel, CheckStatus.Failed, fault)
        : new(Channel, CheckStatus.Ok, string.Create(
            CultureInfo.InvariantCulture, $"works: {Entries} entries, {NewestText()}, in {Took.TotalSeconds:0.0} s."));

    private string NewestText() =>
        Newest is { } at ? string.Create(CultureInfo.InvariantCulture, $"the newest of {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "without times";
}

/// <summary>Fetches the documents of a channel without its state.</summary>
public delegate Task<IReadOnlyList<ProbedDocument>> ProbeChannel(Channel channel, CancellationToken cancellationToken);

internal sealed class ChannelProbe(DocumentReader documents, PageReader pages)
{
    public async Task<IReadOnlyList<ProbedDocument>> Read(Channel channel, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var found = new List<ProbedDocument>();
        foreach (var outcome in await documents.Read(channel, new ChannelState { Channel = channel.Id }, cancellationToken))
        {
            var reading = (outcome as DocumentOutcome.Read)?.Reading;
            var page = reading is null ? null : await ProbePage.Read(pages, channel, reading, cancellationToken);
            var fault = outcome is DocumentOutcome.Failed failed
                ? failed.Reason
                : page?.Fault is { } unread ? $"its page {page.Page.Url} does not read: {unread}" : null;
            var newest = reading?.Entries.Max(entry => entry.Notice?.UpdatedAt ?? entry.Page?.UpdatedAt);
            found.Add(new ProbedDocument(channel.Id, fault, reading?.Entries.Count, newest, watch.Elapsed));
        }

        return found;
    }
}

/// <summary>Reads one of the pages of a list, to check that pages can be parsed.</summary>
public static class ProbePage
{
    /// <returns>Null where nothing listed has a page.</returns>
    public static async Task<PageOutcome?> Read(PageReader pages, Channel channel, NoticeReading reading, CancellationToken cancellationToken)
    {
        if (reading.Entries.FirstOrDefault(entry => entry.Page is not null) is not { Page: { } reference } entry)
            return null;

        var page = new PageState(reference.Url, reference.Stamp, null, null, null, null);
        return await pages.Read(channel, new NoticeState { Key = entry.Key, Page = page }, entry, cancellationToken);
    }
}
