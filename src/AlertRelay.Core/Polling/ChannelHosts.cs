using AlertRelay.Channels;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>The hosts at which a channel's documents and pages are read: those of its addresses, and those that its file lists.</summary>
internal static class ChannelHosts
{
    private const string Www = "www.";

    public static bool Include(Channel channel, Uri address) =>
        channel.Urls.Any(url => IsSame(url.Host, address.Host) && (url.Scheme == address.Scheme || address.Scheme == Uri.UriSchemeHttps))
        || (address.Scheme == Uri.UriSchemeHttps && channel.Hosts.Any(host => IsSame(host, address.Host)));

    /// <summary>What relative links of a document start from: where it was found, if that is the publisher's.</summary>
    public static Uri BaseOf(Channel channel, Uri asked, FetchResult.Fetched fetched) => fetched.At is { } at && Include(channel, at) ? at : asked;

    /// <returns>Why a document is not read that moved for good to a host which nobody has checked; null where it is read.</returns>
    public static string? Foreign(Channel channel, Uri asked, FetchResult.Fetched fetched) =>
        fetched.MovedTo is { } moved && !IsSame(Plain(moved.Host), Plain(asked.Host)) && !Include(channel, moved)
            ? $"the publisher redirects permanently to {moved.GetLeftPart(UriPartial.Path)}: if that is right, list \"{moved.Host}\" in the channel "
                + "file's \"hosts\""
            : null;

    private static string Plain(string host) => host.StartsWith(Www, StringComparison.OrdinalIgnoreCase) ? host[Www.Length..] : host;

    private static bool IsSame(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);
}
