namespace AlertRelay.Tests.Networking;

/// <summary>Hosts that no subscription may reach: every special-purpose network, and the spellings by which filters are usually passed.</summary>
public static class PrivateHosts
{
    /// <summary>Addresses in a form that Uri keeps or makes an address: also tried against the guard at connection time.</summary>
    public static readonly string[] Addresses =
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "169.254.169.254", "169.254.1.1", "168.63.129.16", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.51.100.1",
        "203.0.113.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1", "127.0.1", "0300.0250.1.1", "0xa9fea9fe", "2852039166",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254]", "[::ffff:168.63.129.16]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[100::1]", "[2001::1]",
        "[2001:0:7f00:1::1]", "[2001:db8::1]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]", "[2620:4f:8000::1]", "[3fff::1]", "[5f00::1]", "[fc00::1]",
        "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[ff02::1]",
        "[::1%25lo]", "[fe80::1%eth0]", "[::ffff:0:127.0.0.1]", "[2001:2::1]", "[2001:10::1]", "[2001:20::1]", "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[::ffff:a83f:8110]",
        "[1::127.0.0.1]", "[4000::1]", "[2a00:1450:4001:80b:0:5efe:10.0.0.1]", "[2a00:1450:4001:80b:200:5efe:8.8.8.8]",
        "[64:ff9b::a83f:8110]", "[2002:a83f:8110::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "0xa83f8110", "2822734096", "0250.077.0201.020", "168.4161808",
    ];

    private static readonly string[] Names =
    [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain", "printer.local", "router.home.arpa", "metadata.google.internal",
        "intranet", "intranet.", "127.0.0.1.", "①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", "0x7f000001.", "2130706433.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "loc\u00ADalhost",
        "xn--localhost", "metadata", "metadata.google.internal.", "router.home.arpa.", "1.2.3.4.5.", "0x7f.example.0x1", "256.256.256.256", "1.2.3.4.5",
    ];

    public static TheoryData<string> Urls => [.. Addresses, .. Names];

    public static TheoryData<string> AtConnectionTime => [.. Addresses, "localhost"];
}
