using System.Net;
using System.Net.Sockets;

namespace AlertRelay.Api;

/// <summary>
/// The front end of App Service and Azure Functions, which adds the visitor's address at the end of X-Forwarded-For. Any other caller could write the header.
/// </summary>
public static class PlatformProxy
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
    ];

    /// <summary>Whether the platform has started this process: it names the app, and the tools of developers do not.</summary>
    public static bool IsThere { get; } = Environment.GetEnvironmentVariable("WEBSITE_SITE_NAME") is { Length: > 0 };

    /// <summary>Some Functions hosts put the front end's own address there, which all visitors share. It is a private one.</summary>
    /// <returns>Null for no address or a private one.</returns>
    public static IPAddress? Visitor(HttpRequest request) =>
        IPEndPoint.TryParse(request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim(), out var last) && !IsPrivate(last.Address)
            ? last.Address
            : null;

    private static bool IsPrivate(IPAddress address) => address.IsIPv4MappedToIPv6
        ? IsPrivate(address.MapToIPv4())
        : IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal
            || (address.AddressFamily == AddressFamily.InterNetwork && Private.Any(network => network.Contains(address)));
}
