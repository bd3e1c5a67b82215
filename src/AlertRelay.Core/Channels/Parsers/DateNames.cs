using System.Text;

namespace AlertRelay.Channels.Parsers;

/// <summary>The months in the languages of the channels, as they begin. The longest beginning decides: Finnish "marraskuu" is no March.</summary>
internal static class MonthNames
{
    // English, French, German, Dutch, Spanish, Italian, Portuguese, Danish, Norwegian, Swedish, Finnish, Polish, Czech, Turkish, Russian, Ukrainian;
    // without accents.
    private static readonly string[] Beginnings =
    [
        "jan ene gen tammi sty led oca янв січ",
        "feb fev fév helmi lut uno sub фев лют",
        "mar maa mrt mars maalis brez bre мар берез",
        "apr avr abr huhti kwi dub nis апр квіт",
        "may mai mei mag maj touko kve май мая трав",
        "jun juin giu kesa cze cer haz июн черв",
        "jul juil lug heina lip cervenc tem июл лип",
        "aug aou ago elo sie srp agu авг серп",
        "sep set syys wrz zar eyl сен верес",
        "oct okt ott out loka paz rij eki окт жовт",
        "nov marras lis kas ноя листоп",
        "dec dez dic des joulu gru pro ara дек груд",
    ];

    private static readonly (string Beginning, int Month)[] All =
        [.. Beginnings.SelectMany((names, index) => names.Split(' ').Select(name => (name, index + 1))).OrderByDescending(name => name.name.Length)];

    /// <returns>1 to 12; 0 for a word that is no month.</returns>
    public static int Number(string name)
    {
        var plain = Plain(name);
        return Array.Find(All, month => plain.StartsWith(month.Beginning, StringComparison.Ordinal)).Month;
    }

    // "й" is a letter of its own, not an "и" with a mark.
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
            plain.Append(character >= 'Ѐ' ? character.ToString() : character == 'ł' ? "l" : character.ToString().Normalize(NormalizationForm.FormD)[..1]);

        return plain.ToString();
    }
}

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
