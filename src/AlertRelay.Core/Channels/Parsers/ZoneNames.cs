namespace AlertRelay.Channels.Parsers;

/// <summary>Names of time zones that feeds use (RFC 822, 5.1, and what publishers add). "IST" is missing: it is said in India, Ireland and Israel.</summary>
internal static class ZoneNames
{
    private static readonly Dictionary<string, double> Hours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["WET"] = 0,
        ["BST"] = 1,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["MEZ"] = 1,
        ["CEST"] = 2,
        ["MESZ"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["JST"] = 9,
        ["KST"] = 9,
        ["AWST"] = 8,
        ["ACST"] = 9.5,
        ["ACDT"] = 10.5,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
        ["NST"] = -3.5,
        ["NDT"] = -2.5,
        ["AST"] = -4,
        ["ADT"] = -3,
        ["EST"] = -5,
        ["HNE"] = -5,
        ["EDT"] = -4,
        ["HAE"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["AKST"] = -9,
        ["AKDT"] = -8,
        ["HST"] = -10,
    };

    public static TimeSpan? Offset(string name) => Hours.TryGetValue(name, out var hours) ? TimeSpan.FromHours(hours) : null;
}
