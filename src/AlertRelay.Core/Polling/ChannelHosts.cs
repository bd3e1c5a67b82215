using AlertRelay.Channels;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>The hosts that a channel may be read from: those of its URLs, and those in its channel file.</summary>
internal static class ChannelHosts
{
    private const string Www = "www.";

    public static bool Include(Channel channel, Uri address) =>
        channel.Urls.Any(url => IsSame(url.Host, address.Host) && (url.Scheme == address.Scheme || address.Scheme == Uri.UriSchemeHttps))
        || (address.Scheme == Uri.UriSchemeHttps && channel.Hosts.Any(host => IsSame(host, address.Host)));

    /// <summary>The base URL for relative links: the document's final URL, if it is at one of the channel's hosts.</summary>
    public static Uri BaseOf(Channel channel, Uri requested, FetchResult.Fetched fetched) => fetched.At is { } at && Include(channel, at) ? at : requested;

    /// <returns>The error if the document redirects permanently to a host that is not in the channel file; otherwise null.</returns>
    public static string? Foreign(Channel channel, Uri requested, FetchResult.Fetched fetched) =>
        fetched.MovedTo is { } movedTo && !IsSame(WithoutWww(movedTo.Host), WithoutWww(requested.Host)) && !Include(channel, movedTo)
            ? $"the publisher redirects permanently to {movedTo.GetLeftPart(UriPartial.Path)}: if that is right, list \"{movedTo.Host}\" in the channel "
                + "file's \"hosts\""
            : null;

    /// <summary>Addresses that may lie in a private network.</summary>
    public static IReadOnlyList<Uri> Operators(Channel channel) => channel.AreUrlsOperators ? channel.Urls : [];

    private static string WithoutWww(string host) => host.StartsWith(Www, StringComparison.OrdinalIgnoreCase) ? host[Www.Length..] : host;

    private static bool IsSame(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);
}
