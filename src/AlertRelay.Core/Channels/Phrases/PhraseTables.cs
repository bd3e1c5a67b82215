using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using AlertRelay.Channels.Countries;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels.Phrases;

/// <summary>Reads tables of phrases, and reports for each error what to write.</summary>
internal sealed class PhraseTables
{
    private const string Folder = "Phrases/";
    private static readonly string[] Members = ["levels", "sets", "phrases", "partWords", "breaks", "language", "names", "several", "capitalsFirst"];
    private static readonly string[] PhraseMembers = ["scope", "level", "text", "weak", "only", "capitals"];
    private static readonly ConcurrentDictionary<string, PhraseTable> Known = new(StringComparer.Ordinal);
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly JsonElement _table;
    private readonly List<string> _problems;
    private readonly List<string> _levels;

    private PhraseTables(JsonElement table, List<string> problems)
    {
        _table = table;
        _problems = problems;
        _levels = [.. MembersOf(table.Member("levels")).Select(level => level.Name)];
    }

    /// <summary>Of the tables that the program holds.</summary>
    public static IReadOnlyList<string> Names =>
    [
        .. typeof(PhraseTables).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal),
    ];

    /// <exception cref="InvalidOperationException">There is none of that name, or it is wrong.</exception>
    public static PhraseTable Named(string name) => Known.GetOrAdd(name, static name =>
    {
        var problems = new List<string>();
        using var file = typeof(PhraseTables).Assembly.GetManifestResourceStream($"{Folder}{name}.json")
            ?? throw new InvalidOperationException($"There is no table of phrases {name}.");
        using var json = JsonDocument.Parse(file, WithComments);
        return Read(json.RootElement, problems) ?? throw new InvalidOperationException($"{name}: {problems[0]}");
    });

    /// <summary>The table as it is written; empty when there is none of that name.</summary>
    public static string TextOf(string name)
    {
        using var file = typeof(PhraseTables).Assembly.GetManifestResourceStream($"{Folder}{name}.json");
        return file is null ? "" : new StreamReader(file).ReadToEnd();
    }

    /// <param name="option">The name of a table, or a table.</param>
    /// <returns>Null when it is wrong.</returns>
    public static PhraseTable? Of(JsonElement option, List<string> problems)
    {
        if (((JsonElement?)option).Text() is not { } name)
            return Known.TryGetValue(option.GetRawText(), out var known) ? known
                : Read(option, problems) is { } table ? Known.GetOrAdd(option.GetRawText(), table) : null;
        if (Names.Contains(name))
            return Named(name);

        problems.Add($"\"options.levelPhrases\": write {string.Join(", ", Names.Select(known => $"\"{known}\""))}, or a table.");
        return null;
    }

    private static PhraseTable? Read(JsonElement table, List<string> problems)
    {
        if (table.ValueKind != JsonValueKind.Object)
        {
            problems.Add("\"options.levelPhrases\": write an object with \"levels\" and \"phrases\".");
            return null;
        }

        var before = problems.Count;
        var read = new PhraseTables(table, problems).Read();
        return problems.Count == before ? read : null;
    }

    private PhraseTable Read()
    {
        CheckNames(_table, Members);
        if (_levels.Count == 0)
            Fault("\"levels\": write an object with the levels, rising, such as { \"1\": {}, \"2\": {} }");
        var phrases = _table.Elements("phrases").SelectMany(PhrasesOf).ToList();
        if (!_table.Elements("phrases").Any())
            Fault("\"phrases\": write a list such as [{ \"scope\": \"whole\", \"level\": \"2\", \"text\": \"do not travel to {country}\" }]");
        if (_table.Text("several") is not (null or "severest" or "unknown"))
            Fault("\"several\": write \"severest\" or \"unknown\"");

        return new PhraseTable(
            _levels,
            phrases,
            WordList.Of(TextsOf(_table, "partWords")),
            WordList.Of(TextsOf(_table, "breaks")),
            CountryNamesOf(_table),
            _table.Text("several") == "severest",
            _table.IsTrue("capitalsFirst"));
    }

    private FrozenDictionary<string, IReadOnlyList<string>> CountryNamesOf(JsonElement table)
    {
        var local = table.Member("language") is null ? [] : LocalNames.In(table.Text("language") ?? "").ToList();
        if (table.Member("language") is not null && local.Count == 0)
            Fault("\"language\": write one whose names of countries are known, such as \"es\", or leave it out");

        return MembersOf(table.Member("names")).SelectMany(country => TextsIn(country.Value), (country, name) => (Code: country.Name, Name: name))
            .Concat(local.Select(name => (Code: name.Alpha2, name.Name)))
            .GroupBy(name => name.Code)
            .ToFrozenDictionary(names => names.Key, names => (IReadOnlyList<string>)[.. names.Select(name => name.Name)]);
    }

    private IEnumerable<LevelPhrase> PhrasesOf(JsonElement phrase)
    {
        CheckNames(phrase, PhraseMembers);
        if (!Enum.TryParse<PhraseScope>(phrase.Text("scope"), ignoreCase: true, out var scope))
            Fault("\"scope\": write \"whole\", \"rest\", \"part\", \"heading\", \"unclear\" or \"nothing\"");
        if (phrase.Text("level") is { } named && !_levels.Contains(named))
            Fault($"\"level\": \"{named}\" is none of \"levels\"");
        if (phrase.Member("text") is not { } text || TextsIn(text) is not { Count: > 0 } written)
        {
            Fault("\"text\": write a phrase, or a list of phrases");
            return [];
        }

        return written.SelectMany(one => Read(phrase, scope, one));
    }

    // A phrase that uses a set of the levels is one phrase for each level that has such a set.
    private IEnumerable<LevelPhrase> Read(JsonElement phrase, PhraseScope scope, string text)
    {
        var sets = _levels.SelectMany(SetsOf).ToHashSet();
        var used = sets.Where(set => text.Contains($"{{{set}}}", StringComparison.Ordinal)).ToList();
        foreach (var one in LevelsOf(phrase, used))
        {
            if (PatternOf(text, one, scope) is { } pattern)
                yield return new LevelPhrase(scope, one, pattern, phrase.IsTrue("weak"), phrase.IsTrue("capitals"), TextsOf(phrase, "only"));
        }
    }

    // None: the level of the heading above.
    private IEnumerable<string?> LevelsOf(JsonElement phrase, List<string> sets)
    {
        if (sets.Count == 0)
            return [phrase.Text("level")];

        return phrase.Text("level") is { } stated ? [stated] : _levels.Where(level => sets.TrueForAll(SetsOf(level).Contains)).Reverse();
    }

    private PhraseNode? PatternOf(string text, string? level, PhraseScope scope)
    {
        try
        {
            var gaps = scope switch { PhraseScope.Nothing => GapRule.Free, PhraseScope.Whole or PhraseScope.Rest => GapRule.Strict, _ => GapRule.Loose };
            return PhrasePattern.Parse(text, name => (level is null ? null : LevelMember(level)?.Text(name)) ?? _table.Member("sets")?.Text(name), gaps);
        }
        catch (FormatException fault)
        {
            Fault($"\"{text}\" cannot be read: {fault.Message}");
            return null;
        }
    }

    private JsonElement? LevelMember(string level) => _table.Member("levels")?.Member(level);

    private HashSet<string> SetsOf(string level) => [.. MembersOf(LevelMember(level)).Select(set => set.Name)];

    private static IEnumerable<(string Name, JsonElement Value)> MembersOf(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } found ? found.Members() : [];

    private static IReadOnlyList<string> TextsOf(JsonElement element, string member) => element.Member(member) is { } found ? TextsIn(found) : [];

    private static IReadOnlyList<string> TextsIn(JsonElement stated) =>
        stated.ValueKind == JsonValueKind.Array
            ? [.. stated.EnumerateArray().Select(text => ((JsonElement?)text).Text()).OfType<string>()]
            : ((JsonElement?)stated).Text() is { Length: > 0 } only ? [only] : [];

    private void CheckNames(JsonElement element, string[] known)
    {
        foreach (var name in MembersOf(element).Select(member => member.Name).Where(name => !known.Contains(name)))
            Fault($"\"{name}\" is unknown; write \"{known.MinBy(other => EditDistance.Distance(other, name))}\", or leave it out");
    }

    private void Fault(string sentence) => _problems.Add($"\"options.levelPhrases\": {sentence}.");
}
