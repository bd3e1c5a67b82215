using AlertRelay.Channels;
using AlertRelay.Polling;

namespace AlertRelay.Api.Contracts;

/// <param name="PollAt">When it is polled: not before its minimum interval, and the publisher's Retry-After, are over.</param>
/// <param name="Running">True: it is being polled at this moment.</param>
internal sealed record PollNowResponse(string Channel, DateTimeOffset PollAt, bool Running);

/// <summary>What a channel would read at another address. Nothing was stored or sent.</summary>
/// <param name="Url">The address, without a password.</param>
/// <param name="Read">False: it could not be read, and errors say why.</param>
/// <param name="Entries">How many entries of the list can be read.</param>
/// <param name="EntriesUnreadable">How many cannot.</param>
/// <param name="Notices">The first twenty.</param>
internal sealed record TryResponse(
    string Channel, string Url, bool Read, int Entries, int EntriesUnreadable, IReadOnlyList<ListedNotice> Notices, IReadOnlyList<string> Errors)
{
    private const int MaxNotices = 20, MaxErrors = 20;

    public static TryResponse Of(Channel channel, Uri url, IReadOnlyList<DocumentOutcome> outcomes)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().Select(outcome => outcome.Reading).ToList();
        var unread = read.SelectMany(reading => reading.Unread).ToList();
        return new TryResponse(
            channel.Id, url.Redacted().AbsoluteUri, read.Count == outcomes.Count, read.Sum(reading => reading.Entries.Count), unread.Count,
            [.. read.SelectMany(reading => reading.Entries).Take(MaxNotices).Select(ListedNotice.Of)],
            [.. outcomes.OfType<DocumentOutcome.Failed>().Select(failed => failed.Reason).Concat(unread.Select(entry => entry.Reason)).Take(MaxErrors)]);
    }

    public static TryResponse TookTooLong(Channel channel, Uri url, TimeSpan limit) =>
        new(channel.Id, url.Redacted().AbsoluteUri, false, 0, 0, [], [$"it was not read within {limit.TotalSeconds:0} seconds"]);
}
