using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Channels.Parsers;

/// <summary>One element of a list, or a page, as a catalogue file's selectors see it.</summary>
/// <param name="values">What a selector finds in it: texts without markup, not yet canonical, in the order of the document.</param>
internal sealed partial class SelectedValue(Func<string, IEnumerable<string>> values, ValueSelector selection, SelectionOptions options, Channel channel)
{
    /// <summary>The same element through other selectors.</summary>
    public SelectedValue With(ValueSelector other) => new(values, other, options, channel);

    public bool Chooses(string member) => selection.Chooses(member);

    /// <summary>One line; null when nothing is chosen or found.</summary>
    public string? Line(string member) =>
        selection[member].SelectMany(Values).Select(CanonicalText.FromPlain).FirstOrDefault(text => text.Length > 0)?.Replace('\n', ' ');

    /// <param name="slug">What "{slug}" stands for; by default the title as addresses have it.</param>
    public Uri? Address(string member, Uri from, string? title, string? slug = null) =>
        selection[member].Select(selector => TextTemplate.Is(selector)
            ? TextTemplate.Fill(selector, slug ?? TextTemplate.SlugOf(title ?? ""), part => Values(part).FirstOrDefault())
            : Values(selector).FirstOrDefault())
            .Select(link => WebLink.Resolve(from, link)).FirstOrDefault(link => link is not null);

    /// <summary>As it stands there: the version of a page.</summary>
    public string Stamp => string.Join(' ', All("date").Select(date => date.Trim()));

    public DateTimeOffset? Date
    {
        get
        {
            var written = Chooses("date") ? All("date") : options.DatePattern is null ? [] : All("text");
            return written.SelectMany(text => options.DatePattern is { } pattern ? pattern.Matches(text).SelectMany(OptionPattern.Caught) : [text])
                .Select(text => Spaces().Replace(text, " ").Trim()).Select(text => WrittenDates.Read(text) ?? OfUnix(text))
                .FirstOrDefault(date => date is not null);
        }
    }

    private static DateTimeOffset? OfUnix(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var time) ? WrittenDates.OfUnix(time) : null;

    /// <summary>Null when none is chosen; empty when there is none.</summary>
    /// <exception cref="ShapeException">It lacks what the pattern asks for.</exception>
    public string? Text
    {
        get
        {
            if (!Chooses("text"))
                return null;

            var whole = string.Join('\n', All("text"));
            return options.TextPattern is not { } pattern ? CanonicalText.FromPlain(whole)
                : pattern.Match(whole) is { Success: true } match ? CanonicalText.FromPlain(string.Join('\n', match.Caught()))
                : throw new ShapeException("the text lacks what \"textPattern\" asks for");
        }
    }

    /// <summary>Whether it can contain a level.</summary>
    public bool HasLevel => Chooses("level") || ((options.LevelPattern is not null || options.LevelPhrases is not null) && Chooses("text"));

    /// <summary>Several that are not zones contradict each other, and none is believed.</summary>
    public Level LevelIn(string? text, IReadOnlyList<Area> areas)
    {
        if (!HasLevel)
            return Level.None;
        if (options.LevelPhrases is { } phrases)
            return LevelInWords.Of(ReadBy(new PhraseReader(phrases), text ?? "", [.. areas.Select(area => area.Code)]), channel);

        var sources = Chooses("level") ? All("level").Select(CanonicalText.FromPlain) : [text ?? ""];
        List<string> stated =
        [
            .. sources.SelectMany(source => options.LevelPattern is { } pattern ? pattern.Matches(source).SelectMany(OptionPattern.Caught) : [source])
                .Select(value => value.Replace('\n', ' ').Trim()).Where(value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return options.Zones ? ZonedLevel.Of(stated, channel)
            : stated is [var only] ? channel.LevelOf(only)
            : Level.Unreadable(stated.Count == 0 ? "not stated" : string.Join(", ", stated));
    }

    /// <summary>The publisher states that it has ended.</summary>
    public bool IsEnded => options.EndedPattern is { } pattern && All("ended").Any(text => pattern.IsMatch(CanonicalText.FromPlain(text)));

    /// <summary>The publisher states that it gives no advice, so neither a level nor a text is expected.</summary>
    public bool HasNoAdvice => All("noAdvice").Select(CanonicalText.FromPlain).Any(
        text => options.NoAdvicePattern is { } pattern ? pattern.IsMatch(text) : text is not ("" or "false"));

    // "level" is used if the text states no level for the whole country.
    private WordedLevels ReadBy(PhraseReader reader, string text, IReadOnlyList<string> countries)
    {
        var read = reader.Read(text, countries);
        if (read.Whole is not null || read.Contradicting.Count > 0 || !Chooses("level"))
            return read;

        var further = reader.Read(CanonicalText.FromPlain(string.Join('\n', All("level"))), countries);
        return read.Parts.Count > 0 ? further with { Parts = read.Parts } : further;
    }

    public IReadOnlyList<Area> Areas(string title)
    {
        if (selection["country"].Select(AreasIn).FirstOrDefault(areas => areas.Count > 0) is { } stated)
            return stated;

        var named = NoticeAreas.Of(title, SentenceSplitter.First(Line("text") ?? ""), options.CountryFrom, channel);
        return named.Count == 0 && options.CountryFrom == CountryFrom.Title && CountryNames.For(channel.Languages).Named(title) is { } only ? [only] : named;
    }

    private IReadOnlyList<Area> AreasIn(string selector)
    {
        var texts = Values(selector).Select(CanonicalText.FromPlain);
        var fields = options.CountryPattern is { } pattern ? texts.SelectMany(text => pattern.Matches(text).SelectMany(OptionPattern.Caught)) : texts;
        var names = CountryNames.For(channel.Languages);
        return [.. fields.SelectMany(text => CountryField.Read(text.Trim(), options.Countries, names)).DistinctBy(area => area.Code)];
    }

    private IEnumerable<string> All(string member) => selection[member].SelectMany(Values);

    private IEnumerable<string> Values(string selector) => TextTemplate.Is(selector) ? [] : values(selector);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}

/// <summary>
/// Where an element, or a page, has what a notice is made of: for each member one selector or several, in the words of the reader that uses
/// them.
/// </summary>
internal sealed class ValueSelector(IReadOnlyDictionary<string, IReadOnlyList<string>> selectors)
{
    /// <summary>Empty for a member that is not chosen.</summary>
    public IReadOnlyList<string> this[string member] => selectors.GetValueOrDefault(member) ?? [];

    public bool Chooses(string member) => this[member].Count > 0;

    /// <param name="path">Where it stands in the catalogue file, for the sentences about what is wrong.</param>
    /// <param name="isSelector">Whether the reader could use a text as a selector.</param>
    public static ValueSelector Read(JsonElement options, string path, IReadOnlyList<string> members, Func<string, bool> isSelector, List<string> problems)
    {
        var selectors = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var member in members)
        {
            if (options.Member(member) is not { } stated)
                continue;
            if (Texts(stated) is { Count: > 0 } texts && texts.All(text => TextTemplate.Is(text) || isSelector(text)))
                selectors[member] = texts;
            else
                problems.Add($"\"{path}.{member}\": write a selector that this parser understands, or a list of them.");
        }

        return new ValueSelector(selectors);
    }

    private static IReadOnlyList<string> Texts(JsonElement stated) =>
        stated.ValueKind == JsonValueKind.Array
            ? [.. stated.EnumerateArray().Select(text => ((JsonElement?)text).Text() ?? "")]
            : ((JsonElement?)stated).Text() is { Length: > 0 } only ? [only] : [];
}
