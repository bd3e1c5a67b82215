using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>Pages that an index dated long ago when it was read first. They are not read: their dates are what is known of them, until these move.</summary>
internal static class ArchivedPages
{
    // An index that is short, or seldom added to, is read whole.
    private const int ReadAtLeast = 200;

    /// <returns>Keys of the entries; none for a channel whose file says nothing of it.</returns>
    public static IReadOnlySet<string> In(DocumentOutcome.Read document, Channel channel)
    {
        if (channel.PagesWithin is not { } within || document.State.BaselineAt is not { } baselineAt)
            return new HashSet<string>();

        // An old page that an index names only later, such as one that was rebuilt, is no news either.
        return document.Reading.Entries
            .Where(entry => entry.Page is not null)
            .OrderByDescending(entry => entry.Page!.UpdatedAt ?? DateTimeOffset.MaxValue)
            .Skip(document.Baseline ? ReadAtLeast : 0)
            .Where(entry => entry.Page!.UpdatedAt < baselineAt - within)
            .Select(entry => entry.Key)
            .ToHashSet();
    }
}
