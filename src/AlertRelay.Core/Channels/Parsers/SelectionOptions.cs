using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The options of the general parsers "html" and "json"; docs/build/channel-files.md explains it with examples.
/// "list" chooses the elements that are notices; "id", "title", "link", "country", "level", "date", "text" and "ended" choose within one of them. "page", an
/// object of the last seven and "address", says that each notice has a document of its own and what to choose from that. "levelPattern", "datePattern",
/// "countryPattern" and "textPattern" find within what was chosen; the first two look into the text where no level or date is chosen. "endedPattern" tells
/// which values of "ended" withdraw a notice. "noAdvice" and "noAdvicePattern" tell where the publisher gives no advice. "addresses", see
/// <see cref="AddressTable"/>. "countries" holds names that the publisher alone uses. "zones": several levels may be stated, each for a part
/// of the country. "levelPhrases", a table of phrases or the name of one: the text states the level in sentences; see <see cref="PhraseTable"/>.
/// </summary>
internal sealed record SelectionOptions(string List, ValueSelector Element, ValueSelector? Page, bool Zones, CountryFrom CountryFrom)
{
    private static readonly string[] Chosen = ["title", "link", "country", "level", "date", "text", "ended", "noAdvice"];

    private static readonly string[] Others =
    [
        "list", "id", "page", "levelPattern", "datePattern", "textPattern", "countryPattern", "endedPattern", "noAdvicePattern", "countries", "addresses",
        "zones", "levelPhrases", "countryFrom",
    ];

    public Regex? LevelPattern { get; private init; }

    public PhraseTable? LevelPhrases { get; private init; }

    public Regex? DatePattern { get; private init; }

    public Regex? TextPattern { get; private init; }

    public Regex? CountryPattern { get; private init; }

    public Regex? EndedPattern { get; private init; }

    public Regex? NoAdvicePattern { get; private init; }

    public AddressTable Addresses { get; private init; } = new();

    /// <summary>ISO 3166 codes by the publisher's own names, in any case.</summary>
    public IReadOnlyDictionary<string, Area> Countries { get; private init; } = new Dictionary<string, Area>();

    public static IReadOnlyList<string> Problems(JsonElement options, Func<string, bool> isSelector) =>
        ParserOptions.Problems(options, Reader(Category.Statement, isSelector));

    public static SelectionOptions Of(Channel channel, Func<string, bool> isSelector) => ParserOptions.Of(channel, Reader(channel.Category, isSelector))!;

    private static Func<JsonElement, List<string>, SelectionOptions?> Reader(Category category, Func<string, bool> isSelector) =>
        (options, problems) => Read(options, category, isSelector, problems);

    private static SelectionOptions? Read(JsonElement options, Category category, Func<string, bool> isSelector, List<string> problems)
    {
        if (options.ValueKind != JsonValueKind.Object)
        {
            problems.Add("\"options\": write an object such as { \"list\": \"li.notice\", \"title\": \"h3\" }.");
            return null;
        }

        var list = options.Text("list");
        if (list is null || !isSelector(list))
            problems.Add("\"options.list\": write the selector of the elements that are notices.");
        NameUnknown(options, "options", [.. Chosen, .. Others], problems);
        if (options.Member("zones") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
            problems.Add("\"options.zones\": write true or false.");

        return WithPatterns(options, problems, new SelectionOptions(
            list ?? "",
            ValueSelector.Read(options, "options", [.. Chosen, "id"], isSelector, problems),
            PageOf(options, isSelector, problems),
            options.IsTrue("zones"),
            NoticeAreas.CountryFromOf(options, problems) ?? NoticeAreas.DefaultFor(category)));
    }

    private bool HasSlug => Element["link"].Concat(Page?["address"] ?? []).Any(TextTemplate.HasSlug);

    private bool Chooses(string member) => Element.Chooses(member) || (Page is { } page && page.Chooses(member));

    private static SelectionOptions WithPatterns(JsonElement options, List<string> problems, SelectionOptions read)
    {
        if (options.Member("endedPattern") is null != !read.Chooses("ended"))
            problems.Add("\"options.endedPattern\": write it together with \"ended\", which chooses what it is compared with.");
        if (options.Member("noAdvicePattern") is not null && !read.Chooses("noAdvice"))
            problems.Add("\"options.noAdvicePattern\": write it together with \"noAdvice\", which chooses what it is compared with.");

        return read with
        {
            LevelPattern = OptionPattern.Of(options, "levelPattern", grouped: true, problems),
            LevelPhrases = options.Member("levelPhrases") is { } phrases ? PhraseTables.Of(phrases, problems) : null,
            DatePattern = OptionPattern.Of(options, "datePattern", grouped: true, problems),
            TextPattern = OptionPattern.Of(options, "textPattern", grouped: true, problems),
            CountryPattern = OptionPattern.Of(options, "countryPattern", grouped: true, problems),
            EndedPattern = OptionPattern.Of(options, "endedPattern", grouped: false, problems),
            NoAdvicePattern = OptionPattern.Of(options, "noAdvicePattern", grouped: false, problems),
            Addresses = AddressTable.Read(options, read.HasSlug, problems),
            Countries = CountryField.NamesIn(options, problems),
        };
    }

    private static ValueSelector? PageOf(JsonElement options, Func<string, bool> isSelector, List<string> problems)
    {
        if (options.Member("page") is not { } page)
            return null;

        if (page.Member("title") is null || page.Member("text") is null)
            problems.Add("\"options.page\": write an object with at least \"title\" and \"text\": a page without them is believed to be no notice.");
        if (page.ValueKind != JsonValueKind.Object)
            return null;

        NameUnknown(page, "options.page", [.. Chosen, "address"], problems);
        return ValueSelector.Read(page, "options.page", [.. Chosen, "address"], isSelector, problems);
    }

    private static void NameUnknown(JsonElement options, string path, string[] known, List<string> problems) =>
        problems.AddRange(options.Members().Select(member => member.Name).Where(name => !known.Contains(name))
            .Select(name => $"\"{path}\": \"{name}\" is unknown; write \"{known.MinBy(other => EditDistance.Distance(other, name))}\", or leave it out."));
}
