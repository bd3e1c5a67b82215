using System.Net;
using System.Numerics;
using AlertRelay.Networking;

namespace AlertRelay.Tests.Networking;

public sealed class ForbiddenAddressesTests
{
    // The IANA special-purpose registries (RFC 6890 and its updates), what was deprecated since, and Azure's own.
    public static TheoryData<string, string> Networks =>
    [
        ("0.0.0.0/8", "this network"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "carriers' address translation"), ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "Azure's WireServer"), ("169.254.0.0/16", "link-local, and clouds' metadata"), ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"), ("192.31.196.0/24", "AS112"), ("192.52.193.0/24", "AMT"), ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"), ("198.18.0.0/15", "benchmarking"), ("198.51.100.0/24", "documentation"), ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"), ("255.255.255.255/32", "broadcast"),
        ("::/128", "unspecified"), ("::1/128", "loopback"), ("::/96", "IPv4-compatible"), ("::ffff:10.0.0.0/104", "IPv4-mapped private"),
        ("::ffff:127.0.0.0/104", "IPv4-mapped loopback"),
        ("::ffff:169.254.0.0/112", "IPv4-mapped link-local"), ("::ffff:168.63.129.16/128", "IPv4-mapped WireServer"), ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b::/96", "NAT64"), ("64:ff9b:1::/48", "local NAT64"), ("100::/64", "discard"), ("2001::/32", "Teredo"), ("2001:2::/48", "benchmarking"),
        ("2001:10::/28", "ORCHID"),
        ("2001:20::/28", "ORCHIDv2"), ("2001:db8::/32", "documentation"), ("2002::/16", "6to4"), ("2620:4f:8000::/48", "AS112"), ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("1::/16", "reserved"), ("1000::/4", "reserved"), ("4000::/2", "reserved"), ("8000::/2", "reserved"), ("e000::/4", "reserved"),
        ("64:ff9b::10.0.0.0/104", "NAT64 of private"), ("64:ff9b::127.0.0.0/104", "NAT64 of loopback"),
        ("64:ff9b::169.254.169.254/128", "NAT64 of clouds' metadata"), ("64:ff9b::168.63.129.16/128", "NAT64 of WireServer"),
        ("2a00:1450:4001:80b:0:5efe::/96", "ISATAP"), ("2a00:1450:4001:80b:200:5efe::/96", "ISATAP of a global address"),
        ("fc00::/7", "unique local"), ("fe80::/10", "link-local"), ("fec0::/10", "site-local"), ("ff00::/8", "multicast"),
    ];

    [Theory, MemberData(nameof(Networks))]
    public void A_special_network_is_forbidden_from_its_first_address_to_its_last(string network, string what)
    {
        var parsed = IPNetwork.Parse(network);

        Assert.True(ForbiddenAddresses.Contain(parsed.BaseAddress), $"the first of {network}, {what}");
        Assert.True(ForbiddenAddresses.Contain(Last(parsed)), $"the last of {network}, {what}");
    }

    // Where there is a neighbour that is anybody's.
    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("168.63.129.17")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.0.3.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("198.51.99.255")]
    [InlineData("203.0.114.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2003::1")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("2a00:1450:4001:80b::200e")]
    [InlineData("2000::1")]
    [InlineData("3ffe:ffff::1")]
    [InlineData("2a00:1450:4001:80b:0:5eff::1")]
    [InlineData("2a00:1450:4001:80b:100:5efe::1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b::9.255.255.255")]
    [InlineData("64:ff9b::168.63.129.17")]
    public void A_public_neighbour_is_not(string address) => Assert.False(ForbiddenAddresses.Contain(IPAddress.Parse(address)));

    private static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var hosts = (BigInteger.One << (bytes.Length * 8 - network.PrefixLength)) - 1;
        var last = (new BigInteger(bytes, isUnsigned: true, isBigEndian: true) | hosts).ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[bytes.Length - last.Length], .. last]);
    }
}
