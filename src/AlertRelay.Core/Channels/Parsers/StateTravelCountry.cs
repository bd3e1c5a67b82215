using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>Which country an item of the State Department's feed is about: by its FIPS tag, the ISO code in its link, its name, or at last its link.</summary>
internal static partial class StateTravelCountry
{
    public static (string Key, IReadOnlyList<Area> Areas) Of(FeedItem item)
    {
        var name = NameIn(item.Title);
        if (name.StartsWith("Worldwide Caution", StringComparison.OrdinalIgnoreCase))
            return ("worldwide", []);

        // One advisory over several places: it is the first one's, whichever of them its copies link to; the others have their own beside it.
        if (Summaries().IsMatch(name) && CountryNames.AllIn(name) is { Count: > 1 } joint)
            return (joint[0].Code, joint);

        var slug = SlugOf(item.Link);
        var area = item.CategoriesOf("Country-Tag").Select(CountryNames.OfFips).FirstOrDefault(found => found is not null)
            ?? (Code().Match(slug) is { Success: true } code ? CountryNames.OfAlpha3(code.Groups[1].Value.ToUpperInvariant()) : null)
            ?? CountryNames.Named(name)
            ?? CountryNames.Named(PlaceOf(slug))
            ?? (Summaries().IsMatch(name) ? null : CountryNames.In(name))
            ?? CountryNames.In(PlaceOf(slug).Replace('-', ' '));
        return area is null ? (slug.Length > 0 ? PlaceOf(slug) : name, [])
            : (area.Code, Together(Summaries().IsMatch(name) ? PlaceOf(slug).Replace('-', ' ') : name, area));
    }

    // One advisory may hold for several: "French West Indies", "Israel, the West Bank and Gaza".
    private static IReadOnlyList<Area> Together(string names, Area area) =>
        CountryNames.AllIn(names) is var named && named.Contains(area) ? named : [area];

    // " - Level ", never a bare hyphen: Guinea-Bissau is one name.
    private static string NameIn(string title)
    {
        var end = title.IndexOf(" - Level ", StringComparison.OrdinalIgnoreCase);
        var name = (end < 0 ? title : title[..end]).Trim();
        return name.EndsWith(" Travel Advisory", StringComparison.OrdinalIgnoreCase) ? name[..^" Travel Advisory".Length] : name;
    }

    private static string SlugOf(Uri? link) =>
        link is null ? "" : link.AbsolutePath.Split('/')[^1].Replace(".html", "", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();

    private static string PlaceOf(string slug) => Ending().Replace(slug, "");

    [GeneratedRegex(@"^destination\.([a-z]{3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"-?(?:travel-)?(?:advisory|warning)\d*$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    // "Mainland China, Hong Kong & Macau - See Summaries"; "See Individual Summaries", where only the link tells the place.
    [GeneratedRegex(@"\bSee (?:Individual )?Summaries\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Summaries();
}
