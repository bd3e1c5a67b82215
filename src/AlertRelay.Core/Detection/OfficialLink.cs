using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Restricts an alert's link to the authority's own hosts, because people follow it.</summary>
internal static class OfficialLink
{
    private const string Www = "www.";

    /// <returns>The link if its host is one of the channel's or a subdomain of it; otherwise the channel's home page.</returns>
    public static Uri Of(Channel channel, Uri link) =>
        link.Scheme is "http" or "https" && link.UserInfo.Length == 0
            && channel.Urls.Append(channel.Homepage).Any(official => IsAt(link.Host, WithoutWww(official.Host)))
            ? link
            : channel.Homepage;

    private static bool IsAt(string host, string official) => host == official || host.EndsWith("." + official, StringComparison.Ordinal);

    private static string WithoutWww(string host) => host.StartsWith(Www, StringComparison.Ordinal) ? host[Www.Length..] : host;
}
