using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Alerts;

namespace AlertRelay.Feeds;

/// <summary>Writes a page as JSON Feed 1.1 (https://jsonfeed.org/version/1.1), with the same entries as the Atom feed.</summary>
internal sealed class JsonFeed(ChannelCatalog catalog, FeedLinks links)
{
    public const string MediaType = "application/feed+json";

    public byte[] Write(FeedPage page)
    {
        var deleted = page.Deleted.Select(each => each.Id).ToHashSet();
        return JsonSerializer.SerializeToUtf8Bytes(
            new Feed(
                "https://jsonfeed.org/version/1.1",
                page.Query.Label is { Length: > 0 } label ? $"Alerts ({TextSanitizer.Line(label)})" : "Alerts",
                links.At(RelayPages.Alerts),
                links.At(RelayPages.JsonFeed + page.Query.TextFrom(page.Query.Cursor)),
                page.Next is { } next ? links.At(RelayPages.JsonFeed + page.Query.TextFrom(next)) : null,
                [.. page.Alerts.Where(alert => !deleted.Contains(alert.Id)).Select(ItemOf)]),
            JsonFeedContext.Wire.Feed);
    }

    private Item ItemOf(Alert alert)
    {
        var card = EntryContent.Cards.Write(alert);
        return new Item(
            FeedLinks.IdOf(alert.Id),
            links.Of(alert),
            AlertText.OfficialPage(catalog, alert, card)?.AbsoluteUri,
            card.Headline,
            EntryContent.Html(alert, card),
            card.Summary.Length > 0 ? card.Summary : null,
            AtomFeed.Time(alert.DetectedAt),
            [new Author(AtomFeed.AuthorOf(alert))],
            [EnumNames<Category>.Of(alert.Category), EnumNames<ChangeKind>.Of(alert.Change), .. alert.Areas.Select(area => area.Code)],
            AlertText.LanguageOf(alert.Language) is { Length: > 0 } language ? language : null,
            new Extension(
                alert.Id, alert.Channel, EnumNames<ChangeKind>.Of(alert.Change), EnumNames<Severity>.Of(alert.Level.Severity),
                links.Of(alert, RelayPages.Json), links.Of(alert, RelayPages.Cap)));
    }

    internal sealed record Feed(string Version, string Title, string HomePageUrl, string FeedUrl, string? NextUrl, IReadOnlyList<Item> Items);

    /// <param name="Url">The alert's page.</param>
    /// <param name="ExternalUrl">The official page.</param>
    internal sealed record Item(
        string Id,
        string Url,
        string? ExternalUrl,
        string Title,
        string ContentHtml,
        string? Summary,
        string DatePublished,
        IReadOnlyList<Author> Authors,
        IReadOnlyList<string> Tags,
        string? Language,
        [property: JsonPropertyName("_alertrelay")] Extension Relay);

    internal sealed record Author(string Name);

    /// <summary>What is not in JSON Feed.</summary>
    internal sealed record Extension(string Id, string Channel, string Change, string Severity, string Json, string Cap);
}

[JsonSerializable(typeof(JsonFeed.Feed))]
internal sealed partial class JsonFeedContext : JsonSerializerContext
{
    // "<" and "&" are escaped, so that it is inert where somebody puts it into a page.
    public static readonly JsonFeedContext Wire = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
