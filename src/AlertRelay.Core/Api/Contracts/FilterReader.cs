using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads the conditions of a filter, and suggests corrections for invalid ones.</summary>
internal sealed partial class FilterReader(ChannelCatalog catalog)
{
    internal const string CountryPattern = "^[A-Za-z]{2}$", LanguagePattern = "^[A-Za-z]{2,3}$";
    internal const int MaxListLength = 300;
    internal const int MaxKeywordLength = 100;

    /// <param name="defaultKinds">The kinds if none are named.</param>
    public Filter Read(FilterRequest? body, IReadOnlyList<EventKind> defaultKinds, ValidationErrors errors)
    {
        var filter = Parts(body, defaultKinds, errors);
        FilterSanityCheck.Check(filter, catalog, errors);
        return filter;
    }

    private Filter Parts(FilterRequest? body, IReadOnlyList<EventKind> defaultKinds, ValidationErrors errors) => new()
    {
        Kinds = body?.Kinds is { Count: > 0 } kinds ? Enums(kinds, "filter.kinds", errors, EventKind.Snapshot) : defaultKinds,
        Channels = Each(body?.Channels, "filter.channels", errors, Channel),
        Categories = Enums<Category>(body?.Categories, "filter.categories", errors),
        Countries = Each(body?.Countries, "filter.countries", errors, Country),
        MinimumSeverity = body?.MinimumSeverity is { } word ? EnumNames<Severity>.Read(word, "filter.minimumSeverity", errors, Severity.Unknown) : null,
        Changes = Enums<ChangeKind>(body?.Changes, "filter.changes", errors),
        Languages = Each(body?.Languages, "filter.languages", errors, Language),
        Keywords = Each(body?.Keywords, "filter.keywords", errors, Keyword),
    };

    public string? Channel(string word, string field, ValidationErrors errors)
    {
        if (catalog.FindAlsoFormer(word) is { } found)
            return found.Id;
        if (word == Cluster.ChannelId)
            return word;

        var similar = string.Join(" or ", catalog.Similar(word).Select(id => $"'{id}'"));
        var hint = similar.Length > 0 ? $"did you mean {similar}?" : "GET /api/v1/channels lists them.";
        errors.Add(field, $"there is no channel '{word}'; {hint}");
        return null;
    }

    /// <returns>The code in upper case.</returns>
    public static string? Country(string word, string field, ValidationErrors errors)
    {
        if (CountryNames.OfAlpha2(word) is { } found)
            return found.Code;

        var meant = CountryNames.OfAlpha3(word) ?? CountryNames.Named(word);
        var hint = meant is null ? "write one such as 'IR'." : $"did you mean '{meant.Code}' ({meant.Name})?";
        errors.Add(field, $"'{word}' is no ISO 3166 code of two letters; {hint}");
        return null;
    }

    private static IReadOnlyList<T> Enums<T>(IReadOnlyList<string?>? words, string path, ValidationErrors errors, params T[] except)
        where T : struct, Enum =>
        [.. Each(words, path, errors).Select(each => EnumNames<T>.Read(each.Word, each.Field, errors, except)).OfType<T>().Distinct()];

    private static string? Language(string word, string field, ValidationErrors errors)
    {
        if (PrimaryLanguage().IsMatch(word))
            return word.ToLowerInvariant();

        errors.Add(field, $"'{word}' is no language; write the two or three letters of BCP 47 without a region, such as 'en'.");
        return null;
    }

    private static string? Keyword(string word, string field, ValidationErrors errors)
    {
        if (word.Length <= MaxKeywordLength && !string.IsNullOrWhiteSpace(word))
            return word.Trim();

        errors.Add(field, $"write 1 to {MaxKeywordLength} characters.");
        return null;
    }

    private static IReadOnlyList<string> Each(
        IReadOnlyList<string?>? words, string path, ValidationErrors errors, Func<string, string, ValidationErrors, string?> read) =>
        [.. Each(words, path, errors).Select(each => read(each.Word, each.Field, errors)).OfType<string>().Distinct()];

    private static IEnumerable<(string Word, string Field)> Each(IReadOnlyList<string?>? words, string path, ValidationErrors errors)
    {
        if (words?.Count > MaxListLength)
            errors.Add(path, $"write at most {MaxListLength}; leave the list out to have all.");

        if (words?.ToList().IndexOf(null) is { } place and >= 0)
            errors.Add($"{path}[{place}]", "write a text in quotes.");

        return (words ?? []).Take(MaxListLength).Select((word, at) => (Word: word!, Field: $"{path}[{at}]")).Where(each => each.Word is not null);
    }

    [GeneratedRegex(LanguagePattern)]
    private static partial Regex PrimaryLanguage();
}
