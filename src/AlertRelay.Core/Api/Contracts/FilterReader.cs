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
    /// <param name="within">The prefix of its fields in errors; empty in a query.</param>
    public Filter Read(FilterRequest? body, IReadOnlyList<EventKind> defaultKinds, ValidationErrors errors, string within = "filter.")
    {
        var filter = Parts(body, defaultKinds, errors, within);
        FilterSanityCheck.Check(filter, catalog, errors);
        return filter;
    }

    private Filter Parts(FilterRequest? body, IReadOnlyList<EventKind> defaultKinds, ValidationErrors errors, string within) => new()
    {
        Kinds = body?.Kinds is { Count: > 0 } kinds ? Enums(kinds, within + "kinds", errors, EventKind.Snapshot) : defaultKinds,
        Channels = Each(body?.Channels, within + "channels", errors, Channel),
        Categories = Enums<Category>(body?.Categories, within + "categories", errors),
        Countries = Each(body?.Countries, within + "countries", errors, Country),
        MinimumSeverity = body?.MinimumSeverity is { } word ? EnumNames<Severity>.Read(word, within + "minimumSeverity", errors, Severity.Unknown) : null,
        Changes = Enums<ChangeKind>(body?.Changes, within + "changes", errors),
        Languages = Each(body?.Languages, within + "languages", errors, Language),
        Keywords = Each(body?.Keywords, within + "keywords", errors, Keyword),
    };

    /// <summary>The filter of a list.</summary>
    public AlertQuery Query(AlertFilterParameters parameters, QueryReader query, ValidationErrors errors) => new()
    {
        Channels = [.. QueryReader.All(parameters.Channel).Select(word => Channel(word, "channel", errors)).OfType<string>()],
        Categories = query.AllWords<Category>(parameters.Category),
        Countries = [.. QueryReader.All(parameters.Country).Select(word => Country(word, "country", errors)).OfType<string>()],
        MinimumSeverity = query.Word<Severity>(parameters.MinimumSeverity, Severity.Unknown),
        Changes = query.AllWords<ChangeKind>(parameters.Change),
        Words = Words(parameters.Text, errors),
    };

    private static IReadOnlyList<string> Words(string? text, ValidationErrors errors)
    {
        if (text?.Length > MaxKeywordLength)
            errors.Add("text", $"write at most {MaxKeywordLength} characters.");

        return [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

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
