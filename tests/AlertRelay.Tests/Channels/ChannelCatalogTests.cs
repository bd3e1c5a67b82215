using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Tests.Channels;

public sealed class ChannelCatalogTests : IDisposable
{
    private const string Least = """
        {
          // Comments and trailing commas are welcome.
          "name": "Sample news", "authority": "Sample Ministry", "shortName": "Sample", "category": "statement", "languages": ["en"],
          "homepage": "https://example.org/", "terms": "None stated", "attribution": "Source: Sample Ministry",
          "urls": ["https://example.org/feed.xml"], "parser": "feed",
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("catalog");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_relay_is_built_with_its_channels()
    {
        var catalog = ChannelCatalog.Load(null);

        Assert.Contains(catalog.All, channel => channel.Id == "uk-fcdo-travel");
        Assert.Equal(catalog.All.Select(channel => channel.Id).Order(StringComparer.Ordinal), catalog.All.Select(channel => channel.Id));
        Assert.All(catalog.All, channel => Assert.True(channel.Country is not { } country || CountryNames.OfAlpha2(country)?.Code == country, channel.Id));
        Assert.All(
            catalog.All, channel => Assert.True(channel.Interval > channel.MinimumInterval && (channel.Levels.Count > 0 || HasNoScale(channel)), channel.Id));
    }

    // Italy gives countries no level; Spain's stands in sentences, and Switzerland's may not be passed on.
    private static bool HasNoScale(Channel channel) =>
        channel.Category is Category.Statement or Category.Health || channel.Parser is "feed" or "cap"
        || channel.Id is "it-viaggiare-sicuri" or "es-maec-travel" or "ch-eda-travel";

    // A start does not check them again.
    [Fact]
    public void The_channels_that_are_built_in_pass_the_check_of_an_operators_file()
    {
        var faults = new List<string>();

        foreach (var (file, id, content) in ChannelCatalog.BuiltIn())
            new ChannelFileReader(file, faults).Read(id, content);

        Assert.Empty(faults);
    }

    [Fact]
    public void A_file_says_what_it_says()
    {
        var channel = ChannelCatalog.Load(null).Find("us-state-travel")!;

        Assert.Equal((Category.Travel, Membership.Complete, ChannelProof.RecordedPayload), (channel.Category, channel.Membership, channel.Proof));
        Assert.Equal((TimeSpan.FromHours(12), true, false), (channel.Rules.ConfirmDropAfter, channel.Rules.DatesAreDays, channel.Rules.RevisionsAreAnnounced));
        Assert.Equal(new LevelEntry("Do Not Travel", Severity.Extreme, 4), channel.Levels["4"]);
    }

    [Fact]
    public void What_an_operator_leaves_out_is_the_usual()
    {
        Write("xx-sample.json", Least);

        var channel = ChannelCatalog.Load(_directory.FullName).Find("xx-sample")!;

        Assert.Equal(
            (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5), Membership.Window, true),
            (channel.Interval, channel.MinimumInterval, channel.Membership, channel.Enabled));
        Assert.Equal(new ChannelRules(), channel.Rules);
        Assert.Empty(channel.Levels);
    }

    [Theory]
    [InlineData("AlertRelay/{version}", 0, true)]
    [InlineData("Mozilla/5.0 (compatible; AlertRelay)", 0, true)]
    [InlineData("AlertRelay ", 200, true)]
    [InlineData("AlertRelay ", 201, false)]
    [InlineData("", 0, false)]
    [InlineData("Mozilla/5.0", 0, false)]
    [InlineData("MyAlertRelays/1", 0, false)]
    [InlineData(" AlertRelay", 0, false)]
    [InlineData("AlertRelay ", 0, false)]
    [InlineData("AlertRelay\\r\\nX-Evil: 1", 0, false)]
    [InlineData("AlertRelay\\u00e9", 0, false)]
    public void A_user_agent_is_printable_bounded_and_names_the_relay(string stated, int length, bool taken)
    {
        Write("xx-sample.json", Least.Replace("\"parser\"", $"\"userAgent\": \"{stated.PadRight(length, 'x')}\", \"parser\"", StringComparison.Ordinal));

        var fault = Record.Exception(() => ChannelCatalog.Load(_directory.FullName)) as CatalogException;

        Assert.Equal(taken, fault is null);
        Assert.All(fault?.Faults ?? [], said => Assert.Contains("\"userAgent\": write at most 200 printable ASCII", said, StringComparison.Ordinal));
    }

    [Fact]
    public void An_operators_file_replaces_the_built_in_one()
    {
        Write("us-cisa-kev.json", Least);

        var catalog = ChannelCatalog.Load(_directory.FullName);

        Assert.Equal("Sample Ministry", catalog.Find("us-cisa-kev")!.Authority);
        Assert.Equal(ChannelCatalog.Load(null).All.Count, catalog.All.Count);
    }

    [Theory]
    [InlineData("\"statement\"", "\"gossip\"", "line 3: \"category\": write \"travel\", \"cyber\", \"threat\", \"civil\", \"statement\" or \"health\".")]
    [InlineData(
        "\"parser\": \"feed\"",
        "\"parser\": \"fed\"",
        ": \"parser\": write \"us-state-travel\", \"govuk-travel-advice\", \"gac-travel\", \"cisa-kev\", \"mi5-threat-level\", \"certfr\", \"feed\"")]
    [InlineData("\"parser\"", "\"every\": \"15 minutes\", \"parser\"", "line 5: \"every\": write a time such as \"00:15:00\".")]
    [InlineData("\"parser\"", "\"evry\": \"00:15:00\", \"parser\"", "line 5: \"evry\" is unknown: write \"every\", or leave it out.")]
    [InlineData("\"parser\"", "\"every\": \"00:00:10\", \"parser\"", ": \"every\" is shorter than \"floor\": write the longer time for \"every\".")]
    [InlineData(
        "\"parser\"",
        "\"rules\": { \"confirmDrop\": \"00:10:00\" }, \"parser\"",
        "line 5: \"confirmDrop\" is unknown: write \"confirmDropAfter\", or leave it out.")]
    [InlineData("\"parser\"", "\"levels\": { \"1\": { \"label\": \"One\" } }, \"parser\"", "line 5: a level lacks \"severity\": write an object such as")]
    [InlineData(
        "\"parser\"", "\"levels\": { \"1\": { \"label\": \"One\", \"step\": 1, \"severity\": \"bad\" } }, \"parser\"", "\"severity\": write \"Extreme\", ")]
    [InlineData("\"parser\"", "\"pagesWithin\": \"-1.00:00:00\", \"parser\"", ": \"pagesWithin\": write a number of days and a time such as \"30.00:00:00\".")]
    [InlineData(
        "\"parser\": \"feed\"",
        "\"parser\": \"csaf\", \"options\": { \"newsPattern\": \"(\" }",
        "\"options.newsPattern\": write a regular expression, without look-around or back references.")]
    [InlineData(
        "\"parser\"", "\"options\": { \"countryFrom\": \"moon\" }, \"parser\"", "\"options.countryFrom\": write \"channel\", \"title\", \"text\" or \"none\".")]
    [InlineData("\"parser\"", "\"levels\": { \"1\": { \"label\": null } }, \"parser\"", "line 5: \"label\": write a few words in quotation marks.")]
    [InlineData("\"parser\"", "\"levels\": { \"1\": 7 }, \"parser\"", "line 5: \"1\": write an object such as")]
    [InlineData("\"parser\"", "\"options\": { \"a\": [{ \"b\": 1, \"b\": 2 }] }, \"parser\"", "line 5: \"b\" stands twice: leave one out.")]
    [InlineData("\"Sample news\"", "\"\\ud83d\"", "line 3: a text is not UTF-8 or holds half of a character: write whole characters.")]
    [InlineData("\"name\": \"Sample news\", ", "", ": \"name\": write a few words in quotation marks.")]
    [InlineData("\"name\": \"Sample news\", ", "\"name\": \"A\", \"name\": \"B\", ", "line 3: \"name\" stands twice: leave one out.")]
    [InlineData("https://example.org/feed.xml", "feed.xml", ": \"urls\": write a list of addresses")]
    [InlineData("[\"en\"]", "\"en\"", "line 3: \"languages\": write a list such as [\"en\"].")]
    [InlineData("\"parser\": \"feed\",\n}", "\"parser\": \"feed\"", "the JSON is broken here")]
    [InlineData("\"parser\"", "\"country\": \"UKR\", \"parser\"", ": \"country\": write a two-letter country code")]
    public void A_fault_is_named_with_its_file_and_what_to_write(string right, string wrong, string says)
    {
        Write("xx-sample.json", Least.Replace(right, wrong, StringComparison.Ordinal));

        var fault = Assert.Single(Assert.Throws<CatalogException>(() => ChannelCatalog.Load(_directory.FullName)).Faults);

        Assert.Contains("xx-sample.json", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_has_the_name_of_the_relays_own_channel()
    {
        Write("clusters.json", Least);

        var fault = Assert.Throws<CatalogException>(() => ChannelCatalog.Load(_directory.FullName)).Message;

        Assert.Contains("give the file another name", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_file_that_is_no_object_is_named(string content)
    {
        Write("xx-sample.json", content);

        Assert.Contains("write an object", Assert.Throws<CatalogException>(() => ChannelCatalog.Load(_directory.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_every_file_is_told_at_once()
    {
        Write("xx-one.json", Least.Replace("\"en\"", "", StringComparison.Ordinal).Replace("None stated", " ", StringComparison.Ordinal));
        Write("XX two.json", Least);

        var exception = Assert.Throws<CatalogException>(() => ChannelCatalog.Load(_directory.FullName));

        Assert.Equal(3, exception.Faults.Count);
        Assert.Equal(exception.Message, string.Join('\n', exception.Faults));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var missing = Path.Combine(_directory.FullName, "nowhere");

        var fault = Assert.Single(Assert.Throws<CatalogException>(() => ChannelCatalog.Load(missing)).Faults);

        Assert.Equal($"There is no folder {missing}: create it, or leave out the setting Channels:Directory.", fault);
    }

    [Theory]
    [InlineData("us-state-travle", "us-state-travel")]
    [InlineData("uk-fco-travel", "uk-fcdo-travel")]
    [InlineData("kev", "us-cisa-kev")]
    [InlineData("MI5", "uk-mi5-threat-level")]
    public void A_slip_finds_the_channel_that_was_meant(string asked, string meant) => Assert.Equal(meant, ChannelCatalog.Load(null).Similar(asked).First());

    [Fact]
    public void Nothing_is_like_nonsense() => Assert.Empty(ChannelCatalog.Load(null).Similar("zzzzzz"));

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_directory.FullName, file), content);
}
