using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>Which country the notices of a channel are about.</summary>
internal enum CountryFrom
{
    /// <summary>The channel's own country.</summary>
    Channel,

    /// <summary>The country that the title names.</summary>
    Title,

    /// <summary>The channel's own country, and each that the title or the summary names.</summary>
    Text,
    None,
}

/// <summary>The areas of a notice whose publisher gives no code for them.</summary>
internal static class NoticeAreas
{
    /// <summary>Travel advice is about the place in its title, everything else about the publisher's country.</summary>
    public static CountryFrom DefaultFor(Category category) => category == Category.Travel ? CountryFrom.Title : CountryFrom.Channel;

    public static IReadOnlyList<Area> Of(string title, string summary, CountryFrom from, Channel channel) => from switch
    {
        CountryFrom.Channel => CountryNames.Of(channel),
        CountryFrom.Title => CountryNames.For(channel.Languages).AllIn(title),
        CountryFrom.Text => OwnAndIn($"{title}\n{summary}", channel),
        _ => [],
    };

    /// <summary>The publisher's country, and each that the notice names.</summary>
    public static IReadOnlyList<Area> OwnAndIn(string text, Channel channel) =>
        [.. CountryNames.Of(channel).Concat(CountryNames.For(channel.Languages).AllIn(text)).DistinctBy(area => area.Code)];

    public static CountryFrom? CountryFromOf(JsonElement options, List<string> problems)
    {
        switch (options.Member("countryFrom").Text())
        {
            case "channel":
                return CountryFrom.Channel;
            case "title":
                return CountryFrom.Title;
            case "text":
                return CountryFrom.Text;
            case "none":
                return CountryFrom.None;
        }

        if (options.Member("countryFrom") is not null)
            problems.Add("\"options.countryFrom\": write \"channel\", \"title\", \"text\" or \"none\".");
        return null;
    }
}

/// <summary>What a publisher writes into a field for countries: a code, a name, or several with commas, semicolons, bars or line ends between.</summary>
internal static class CountryField
{
    private static readonly char[] Separators = [',', ';', '/', '|', '\n'];

    /// <param name="own">Names that the publisher alone uses; where one is all that stands there, it goes before all others.</param>
    public static IReadOnlyList<Area> Read(string text, IReadOnlyDictionary<string, Area> own, CountryLookup names)
    {
        if ((Own(text, own) ?? CodeOf(text) ?? names.Named(text)) is { } only)
            return [only];

        var parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var areas = parts.All(IsLikeACode)
            ? parts.Select(part => Own(part, own) ?? CodeOf(part)).OfType<Area>()
            : Named(text, parts, own, names);
        return [.. areas.DistinctBy(area => area.Code)];
    }

    // As running text first: "Congo, Democratic Republic of the" is one name. Some names count only where they stand alone.
    private static IEnumerable<Area> Named(string text, string[] parts, IReadOnlyDictionary<string, Area> own, CountryLookup names)
    {
        var alone = parts.Where(part => names.AllIn(part).Count == 0)
            .Select(part => (Part: part, Area: Own(part, own) ?? names.Named(part))).ToList();
        var unclear = alone.Exists(part => part.Area is null) ? parts.Where(CountryNames.IsShared).Select(names.Named) : [];
        return names.AllIn(text).Except(unclear.OfType<Area>()).Concat(alone.Select(part => part.Area).OfType<Area>());
    }

    /// <summary>"countries" of a catalogue file: { "Tyrkiet": "TR" }.</summary>
    public static IReadOnlyDictionary<string, Area> NamesIn(JsonElement options, List<string> problems)
    {
        var names = new Dictionary<string, Area>(StringComparer.OrdinalIgnoreCase);
        if (options.Member("countries") is not { } stated)
            return names;

        foreach (var member in stated.ValueKind == JsonValueKind.Object ? stated.Members() : [])
        {
            if (((JsonElement?)member.Value).Text() is { } code && CountryNames.OfAlpha2(code) is { } area)
                names[member.Name] = area;
            else
                problems.Add($"\"options.countries\": write a two-letter code for \"{member.Name}\", such as \"TR\".");
        }

        if (names.Count == 0)
            problems.Add("\"options.countries\": write an object such as { \"Tyrkiet\": \"TR\" }.");
        return names;
    }

    // A place such as "Ridgecrest, CA" holds letters that look like a code among its names, so codes count only where there is nothing else.
    private static bool IsLikeACode(string part) => part.Length is 2 or 3 && (part.All(char.IsAsciiLetterUpper) || part.All(char.IsAsciiDigit));

    private static Area? Own(string text, IReadOnlyDictionary<string, Area> own) => own.GetValueOrDefault(text.Trim());

    private static Area? CodeOf(string text) => CountryNames.OfAlpha2(text) ?? CountryNames.OfAlpha3(text) ?? CountryNames.OfNumeric(text);
}
