using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>Reads one of the pages of a list, to check that pages can be parsed.</summary>
internal static class ProbePage
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
