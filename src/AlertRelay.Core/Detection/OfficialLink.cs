using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>People follow an alert's link: it leads to the authority's own hosts, whatever stands in its documents.</summary>
internal static class OfficialLink
{
    private const string Www = "www.";

    /// <returns>The link when its host is one of the channel's, or below it; else the channel's page.</returns>
    public static Uri Of(Channel channel, Uri link) =>
        link.Scheme is "http" or "https" && link.UserInfo.Length == 0 && channel.Urls.Append(channel.Homepage).Any(own => IsAt(link.Host, Bare(own.Host)))
            ? link
            : channel.Homepage;

    private static bool IsAt(string host, string own) => host == own || host.EndsWith("." + own, StringComparison.Ordinal);

    private static string Bare(string host) => host.StartsWith(Www, StringComparison.Ordinal) ? host[Www.Length..] : host;
}
