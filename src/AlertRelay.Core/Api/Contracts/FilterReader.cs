using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads the words by which alerts are chosen, and knows what was probably meant by those it cannot read.</summary>
internal sealed partial class FilterReader(ChannelCatalog catalog)
{
    internal const string CountryPattern = "^[A-Za-z]{2}$", LanguagePattern = "^[A-Za-z]{2,3}$";
    internal const int LongestList = 300;
    internal const int LongestKeyword = 100;

    /// <param name="usual">The kinds of those who name none.</param>
    /// <param name="within">What comes before the names of its fields; empty in a query.</param>
    public Filter Read(FilterRequest? body, IReadOnlyList<EventKind> usual, ValidationErrors mistakes, string within = "filter.")
    {
        var filter = Parts(body, usual, mistakes, within);
        FilterSanityCheck.Check(filter, catalog, mistakes);
        return filter;
    }

    private Filter Parts(FilterRequest? body, IReadOnlyList<EventKind> usual, ValidationErrors mistakes, string within) => new()
    {
        Kinds = body?.Kinds is { Count: > 0 } kinds ? Enums<EventKind>(kinds, within + "kinds", mistakes) : usual,
        Channels = Each(body?.Channels, within + "channels", mistakes, Channel),
        Categories = Enums<Category>(body?.Categories, within + "categories", mistakes),
        Countries = Each(body?.Countries, within + "countries", mistakes, Country),
        MinimumSeverity = body?.MinimumSeverity is { } word ? EnumNames<Severity>.Read(word, within + "minimumSeverity", mistakes, Severity.Unknown) : null,
        Changes = Enums<ChangeKind>(body?.Changes, within + "changes", mistakes),
        Languages = Each(body?.Languages, within + "languages", mistakes, Language),
        Keywords = Each(body?.Keywords, within + "keywords", mistakes, Keyword),
    };

    /// <summary>The filter of a list.</summary>
    public AlertQuery Query(AlertFilterParameters asked, QueryReader query, ValidationErrors mistakes) => new()
    {
        Channels = [.. QueryReader.All(asked.Channel).Select(word => Channel(word, "channel", mistakes)).OfType<string>()],
        Categories = query.AllWords<Category>(asked.Category),
        Countries = [.. QueryReader.All(asked.Country).Select(word => Country(word, "country", mistakes)).OfType<string>()],
        MinimumSeverity = query.Word<Severity>(asked.MinimumSeverity, Severity.Unknown),
        Changes = query.AllWords<ChangeKind>(asked.Change),
    };

    public string? Channel(string word, string field, ValidationErrors mistakes)
    {
        if (catalog.FindAlsoFormer(word) is { } found)
            return found.Id;

        var similar = string.Join(" or ", catalog.Similar(word).Select(id => $"'{id}'"));
        var hint = similar.Length > 0 ? $"did you mean {similar}?" : "GET /api/v1/channels lists them.";
        mistakes.Add(field, $"there is no channel '{word}'; {hint}");
        return null;
    }

    /// <returns>The code in upper case.</returns>
    public static string? Country(string word, string field, ValidationErrors mistakes)
    {
        if (CountryNames.OfAlpha2(word) is { } found)
            return found.Code;

        var meant = CountryNames.OfAlpha3(word) ?? CountryNames.Named(word);
        var hint = meant is null ? "write one such as 'IR'." : $"did you mean '{meant.Code}' ({meant.Name})?";
        mistakes.Add(field, $"'{word}' is no ISO 3166 code of two letters; {hint}");
        return null;
    }

    private static IReadOnlyList<T> Enums<T>(IReadOnlyList<string?>? words, string path, ValidationErrors mistakes)
        where T : struct, Enum =>
        [.. Each(words, path, mistakes).Select(each => EnumNames<T>.Read(each.Word, each.Field, mistakes)).OfType<T>().Distinct()];

    private static string? Language(string word, string field, ValidationErrors mistakes)
    {
        if (PrimaryLanguage().IsMatch(word))
            return word.ToLowerInvariant();

        mistakes.Add(field, $"'{word}' is no language; write the two or three letters of BCP 47 without a region, such as 'en'.");
        return null;
    }

    private static string? Keyword(string word, string field, ValidationErrors mistakes)
    {
        if (word.Length <= LongestKeyword && !string.IsNullOrWhiteSpace(word))
            return word.Trim();

        mistakes.Add(field, $"write 1 to {LongestKeyword} characters.");
        return null;
    }

    private static IReadOnlyList<string> Each(
        IReadOnlyList<string?>? words, string path, ValidationErrors mistakes, Func<string, string, ValidationErrors, string?> read) =>
        [.. Each(words, path, mistakes).Select(each => read(each.Word, each.Field, mistakes)).OfType<string>().Distinct()];

    private static IEnumerable<(string Word, string Field)> Each(IReadOnlyList<string?>? words, string path, ValidationErrors mistakes)
    {
        if (words?.Count > LongestList)
            mistakes.Add(path, $"write at most {LongestList}; leave the list out to have all.");

        if (words?.ToList().IndexOf(null) is { } place and >= 0)
            mistakes.Add($"{path}[{place}]", "write a text in quotes.");

        return (words ?? []).Take(LongestList).Select((word, at) => (Word: word!, Field: $"{path}[{at}]")).Where(each => each.Word is not null);
    }

    [GeneratedRegex(LanguagePattern)]
    private static partial Regex PrimaryLanguage();
}
