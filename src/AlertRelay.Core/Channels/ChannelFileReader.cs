using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels;

/// <summary>Reads one catalogue file, and reports for each error where it is and what to write.</summary>
internal sealed partial class ChannelFileReader(string file, List<string> faults)
{
    private const string ATime = "a time such as \"00:15:00\"";
    private const string ASentence = "a few words in quotation marks";
    private const string YesOrNo = "true or false";

    private static readonly Dictionary<string, string> Writes = new(StringComparer.Ordinal)
    {
        ["formerly"] = "a list of earlier ids such as [\"xx-ministry\"]",
        ["name"] = ASentence,
        ["authority"] = ASentence,
        ["shortName"] = ASentence,
        ["country"] = "a two-letter country code such as \"GB\"",
        ["category"] = "\"travel\", \"cyber\", \"threat\", \"civil\", \"statement\" or \"health\"",
        ["languages"] = "a list such as [\"en\"]",
        ["homepage"] = "an address such as \"https://www.example.org/\"",
        ["terms"] = ASentence,
        ["attribution"] = ASentence,
        ["urls"] = "a list of addresses such as [\"https://www.example.org/feed.xml\"]",
        ["hosts"] = "a list of host names such as [\"www.example.net\"]",
        ["accept"] = "media types such as \"application/json\"",
        ["userAgent"] = "at most 200 printable ASCII characters that name AlertRelay, such as \"AlertRelay/{version}\"",
        ["parser"] = string.Join(", ", NoticeParsers.All.Select(parser => $"\"{parser.Name}\"")),
        ["options"] = "an object such as { \"countryFrom\": \"title\" }",
        ["every"] = ATime,
        ["floor"] = ATime,
        ["pagesEvery"] = "a time such as \"1.00:00:00\"",
        ["membership"] = "\"window\" or \"complete\"",
        ["pagesWithin"] = "a number of days and a time such as \"30.00:00:00\"",
        ["mayBeEmpty"] = YesOrNo,
        ["hasPlaces"] = YesOrNo,
        ["rules"] = "an object such as { \"confirmDropAfter\": \"00:10:00\" }",
        ["levels"] = "an object such as { \"4\": { \"label\": \"Do Not Travel\", \"severity\": \"Extreme\", \"step\": 4 } }",
        ["restsOn"] = ASentence,
        ["proof"] = "\"unproved\", \"documentedFormat\" or \"recordedPayload\"",
        ["enabled"] = YesOrNo,
        ["confirmDropAfter"] = ATime,
        ["confirmWithdrawalAfter"] = ATime,
        ["revisionsAreAnnounced"] = YesOrNo,
        ["datesAreDays"] = YesOrNo,
        ["label"] = ASentence,
        ["severity"] = "\"Extreme\", \"Severe\", \"Moderate\", \"Minor\" or \"Unknown\"",
        ["step"] = "a whole number; a higher one is more severe",
        ["scope"] = "\"whole\" or \"part\"",
    };

    /// <summary>A file of the program's own: tests have checked it, which takes longer than to read it.</summary>
    public Channel? ReadOwn(string id, byte[] content) => Deserialize(content)?.ToChannel(id);

    /// <returns>Null when there are faults.</returns>
    public Channel? Read(string id, byte[] content)
    {
        var before = faults.Count;
        if (!Id().IsMatch(id))
            Fault("name the file with small letters, digits and hyphens, such as \"xx-ministry-travel.json\": its name is the channel's id");

        if (id == Cluster.ChannelId)
            Fault("give the file another name: this one is the relay's own channel of clusters");

        if (Deserialize(content) is not { } read)
            return null;

        Check(read, JsonLines.Of(DocumentShape.WithoutByteOrderMark(content)));
        return faults.Count == before ? read.ToChannel(id) with { AreUrlsOperators = true } : null;
    }

    private ChannelFile? Deserialize(byte[] content)
    {
        try
        {
            var read = JsonSerializer.Deserialize(DocumentShape.WithoutByteOrderMark(content), CatalogJson.Strict.ChannelFile);
            if (read is null)
                Fault("write an object with the channel's members");
            return read;
        }
        catch (JsonException) when (JsonFaults.First(content, CatalogJson.Strict.ChannelFile) is { } fault)
        {
            Fault(Sentence(fault), fault.Line);
            return null;
        }
    }

    private static string Sentence(JsonFault fault) => fault switch
    {
        { Kind: JsonFaultKind.Broken } => "the JSON is broken here: look for a missing comma, bracket or quotation mark",
        { Kind: JsonFaultKind.NotText } => "a text is not UTF-8 or holds half of a character: write whole characters",
        { Member: "" } => "write an object with the channel's members",
        { Kind: JsonFaultKind.Duplicate } => $"\"{fault.Member}\" stands twice: leave one out",
        { Kind: JsonFaultKind.Missing } => $"a level lacks \"{fault.Member}\": write {Writes["levels"]}",
        { Kind: JsonFaultKind.Unknown } => $"\"{fault.Member}\" is unknown: write \"{Like(fault.Member, fault.Type!)}\", or leave it out",
        _ => $"\"{fault.Member}\": write {Writes.GetValueOrDefault(fault.Member, Writes["levels"])}",
    };

    private static string Like(string member, JsonTypeInfo owner) =>
        owner.Properties.Select(property => property.Name).MinBy(known => EditDistance.Distance(known, member))!;

    private void Check(ChannelFile read, JsonLines lines)
    {
        Need("name", read.Name);
        Need("authority", read.Authority);
        Need("shortName", read.ShortName);
        Need("terms", read.Terms);
        Need("attribution", read.Attribution);
        Require("category", read.Category is not null);
        Require("languages", read.Languages is { Count: > 0 } && read.Languages.TrueForAll(language => !string.IsNullOrWhiteSpace(language)));
        Require("homepage", IsWeb(read.Homepage));
        Require("urls", read.Urls is { Count: > 0 } && read.Urls.TrueForAll(IsWeb));
        if (read.Urls?.Exists(url => url is { IsAbsoluteUri: true, UserInfo.Length: > 0 }) == true)
            Fault("\"urls\": leave out user name and password, and write the whole address into the setting Channels:<id>:Url instead", lines.Of("urls"));
        Require("hosts", read.Hosts is null || read.Hosts.TrueForAll(host => Uri.CheckHostName(host) == UriHostNameType.Dns));
        Require("userAgent", read.UserAgent is null || UserAgent().IsMatch(read.UserAgent));
        Require("parser", read.Parser is not null && NoticeParsers.Named(read.Parser) is not null);
        Require("country", read.Country is null || Country().IsMatch(read.Country));
        Require("every", read.Every is null || read.Every > TimeSpan.Zero);
        Require("floor", read.Floor is null || read.Floor > TimeSpan.Zero);
        Require("pagesWithin", read.PagesWithin is null || read.PagesWithin > TimeSpan.Zero);
        Require("pagesEvery", read.PagesEvery is null || read.PagesEvery > TimeSpan.Zero);
        foreach (var problem in NoticeParsers.Named(read.Parser ?? "")?.Problems(read.Options ?? default) ?? [])
            Fault(problem.TrimEnd('.'), LineOf(problem, lines));
        if ((read.Every ?? TimeSpan.FromMinutes(15)) < (read.Floor ?? TimeSpan.FromMinutes(5)))
            Fault("\"every\" is shorter than \"floor\": write the longer time for \"every\"", lines.Of("every") ?? lines.Of("floor"));

        void Need(string member, string? text) => Require(member, !string.IsNullOrWhiteSpace(text));

        void Require(string member, bool holds)
        {
            if (!holds)
                Fault($"\"{member}\": write {Writes[member]}", lines.Of(member));
        }
    }

    // "options.date": write this. "options": "dat" is unknown.
    private static int? LineOf(string problem, JsonLines lines) =>
        Named().Match(problem) is { Success: true } named
            ? lines.Of($"{named.Groups[1].Value}.{named.Groups[2].Value}") ?? lines.Of(named.Groups[1].Value)
            : null;

    private void Fault(string sentence, long? line = null) => faults.Add(line is null ? $"{file}: {sentence}." : $"{file}, line {line}: {sentence}.");

    private static bool IsWeb(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    // RFC 9110, 10.1.5: products and comments. Publishers must be able to identify the client.
    [GeneratedRegex(@"\A(?=.{1,200}\z)(?=[!-~])[ -~]*\bAlertRelay\b[ -~]*(?<! )\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserAgent();

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Country();

    [GeneratedRegex("^\"([^\"]+)\":(?: \"([^\"]+)\" is unknown)?", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}

/// <summary>In which line of a JSON file each member of its objects stands. Comments and trailing commas may be in it.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonLines() { }

    public static JsonLines Of(ReadOnlySpan<byte> json)
    {
        var lines = new JsonLines();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var path = new Stack<string>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = string.Join('.', path.Where(part => part.Length > 0).Reverse().Append(reader.GetString()));
                lines._lines.TryAdd(name, 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n'));
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                path.Push(name.Split('.')[^1]);
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                path.Pop();
        }

        return lines;
    }

    /// <param name="path">"options.levelPattern".</param>
    /// <returns>From 1; null where there is no such member.</returns>
    public int? Of(string path) => _lines.TryGetValue(path, out var line) ? line : null;
}
