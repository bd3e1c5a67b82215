using System.ComponentModel;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Feeds;

/// <summary>The filter of a subscription, as a query.</summary>
internal sealed record FeedParameters
{
    [FromQuery(Name = "channels"), Description("Ids of channels. Alerts of any of them match.")]
    public string[]? Channels { get; init; }

    [FromQuery(Name = "categories"), Description("An alert with any of these matches."), OneOf<Category>]
    public string[]? Categories { get; init; }

    [FromQuery(Name = "countries"), Description("ISO 3166 codes of two letters. Alerts about any of them match."), Each(Pattern = FilterReader.CountryPattern)]
    public string[]? Countries { get; init; }

    [FromQuery(Name = "minimumSeverity"), Description("This severity or a more severe one. Alerts with an unknown level match too.")]
    [OneOf<Severity>(nameof(Severity.Unknown))]
    public string? MinimumSeverity { get; init; }

    [FromQuery(Name = "changes"), Description("An alert with any of these matches."), OneOf<ChangeKind>]
    public string[]? Changes { get; init; }

    [FromQuery(Name = "languages"), Description("Two or three letters of BCP 47. Alerts in any of them match."), Each(Pattern = FilterReader.LanguagePattern)]
    public string[]? Languages { get; init; }

    [FromQuery(Name = "keywords"), Description("An alert with any of these in title, headline or text matches.")]
    [Each(MaxLength = FilterReader.MaxKeywordLength)]
    public string[]? Keywords { get; init; }

    [FromQuery(Name = "cursor"), Description(QueryDescriptions.CursorText)]
    public string? Cursor { get; init; }
}

/// <summary>Which alerts a feed holds.</summary>
/// <param name="Cursor">Of the page before; null for the newest.</param>
internal sealed record FeedQuery(Filter Filter, string? Cursor)
{
    /// <summary>A longer address does not pass every proxy.</summary>
    public const int MaxLength = 4_000;

    /// <summary>As a query without cursor, the same for all spellings: "?countries=IQ,IR&amp;minimumSeverity=Severe", or empty.</summary>
    public string Text { get; } = Write(Filter);

    /// <summary>For people: "countries: IQ, IR; minimumSeverity: Severe", or empty.</summary>
    public string Label => string.Join("; ", Parts(Filter).Select(part => $"{part.Name}: {string.Join(", ", part.Words)}"));

    /// <summary>The same feed from another place on.</summary>
    public string TextFrom(string? cursor) =>
        cursor is null ? Text : $"{Text}{(Text.Length == 0 ? '?' : '&')}cursor={Uri.EscapeDataString(cursor)}";

    public static FeedQuery Read(FeedParameters parameters, IQueryCollection query, FilterReader filters, ValidationErrors errors)
    {
        var reader = QueryReader.Of<FeedParameters>(query, errors);
        var channels = QueryReader.All(parameters.Channels).ToLookup(id => id == Cluster.ChannelId);
        if (channels[true].Any())
            errors.Add("channels", "feeds hold no clusters; read GET /api/v1/alerts?kind=cluster, or create a subscription with the kind 'cluster'.");

        var filter = new FilterRequest(
            Channels: [.. channels[false]],
            Categories: QueryReader.All(parameters.Categories),
            Countries: QueryReader.All(parameters.Countries),
            MinimumSeverity: reader.One(parameters.MinimumSeverity),
            Changes: QueryReader.All(parameters.Changes),
            Languages: QueryReader.All(parameters.Languages),
            Keywords: QueryReader.All(parameters.Keywords));
        var read = new FeedQuery(filters.Read(filter, [EventKind.Alert], errors, within: ""), reader.One(parameters.Cursor));
        if (read.TextFrom(read.Cursor).Length > MaxLength)
            errors.Add("query", $"is longer than {MaxLength} characters; name fewer values, or create a subscription, whose filter may be longer.");

        return read;
    }

    private static string Write(Filter filter)
    {
        var parts = Parts(filter).Select(part => $"{part.Name}={string.Join(',', part.Words.Select(Uri.EscapeDataString))}").ToList();
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Words)> Parts(Filter filter) =>
        new (string Name, IEnumerable<string> Words)[]
        {
            ("channels", filter.Channels),
            ("categories", filter.Categories.Select(EnumNames<Category>.Of)),
            ("countries", filter.Countries),
            ("minimumSeverity", filter.MinimumSeverity is { } minimum ? (string[])[EnumNames<Severity>.Of(minimum)] : []),
            ("changes", filter.Changes.Select(EnumNames<ChangeKind>.Of)),
            ("languages", filter.Languages),
            ("keywords", filter.Keywords),
        }
        .Select(part => (part.Name, Words: (IReadOnlyList<string>)[.. part.Words.Distinct().Order(StringComparer.Ordinal)]))
        .Where(part => part.Words.Count > 0);
}
