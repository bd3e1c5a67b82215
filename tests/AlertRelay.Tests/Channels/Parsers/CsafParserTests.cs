using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class CsafParserTests
{
    private const string Cisa = "us-cisa-csaf";
    private const string Bsi = "de-bsi-wid";

    [Fact]
    public void A_document_is_read()
    {
        var notice = Fixture.ReadPage(Cisa, Fixture.Read(Cisa, "feed.json").Entries[1], "icsa-25-100-02.json");

        Assert.Equal("ICSA-25-100-02", notice.Key);
        Assert.Equal("Example Door Sensor (Update B)", notice.Title);
        Assert.Equal("https://www.cisa.gov/news-events/ics-advisories/icsa-25-100-02", notice.Link.AbsoluteUri);
        Assert.Equal(
            "Successful exploitation could open the door. It needs no credentials.\nCVE-2025-0001, CVE-2025-0002\nUpdate B - Added affected products",
            notice.Text);
        Assert.Equal("Successful exploitation could open the door.", notice.Summary);
        Assert.Equal("Update B - Added affected products", notice.ChangeNote);
        Assert.Equal(["US"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2025, 4, 10, 6, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 7, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.Null(notice.ImplausibleReason);
    }

    [Theory]
    [InlineData(Cisa, "icsa-25-100-02.json", "HIGH", Severity.Severe)]
    [InlineData(Bsi, "wid-sec-w-2026-9001.json", "hoch", Severity.Severe)]
    [InlineData("nl-ncsc", "ncsc-2026-0901.json", "medium/high", Severity.Severe)]
    public void Each_publisher_has_its_own_scale(string id, string file, string native, Severity severity)
    {
        var level = Read(id, file, _ => { }).Level;

        Assert.Equal((native, severity), (level.Native, level.Severity));
        Assert.NotNull(level.Label);
    }

    [Theory]
    [InlineData("9.0", "CRITICAL", Severity.Extreme)]
    [InlineData("7.0", "HIGH", Severity.Severe)]
    [InlineData("6.9", "MEDIUM", Severity.Moderate)]
    [InlineData("0.1", "LOW", Severity.Minor)]
    [InlineData("0", "NONE", Severity.Minor)]
    [InlineData("11", "no score", Severity.Unknown)]
    [InlineData("-1", "no score", Severity.Unknown)]
    [InlineData("1e999", "no score", Severity.Unknown)]
    [InlineData("\"9.0\"", "no score", Severity.Unknown)]
    [InlineData("null", "no score", Severity.Unknown)]
    public void The_gravest_score_is_the_level_and_a_broken_one_is_none(string score, string native, Severity severity)
    {
        var level = Read(
            Cisa,
            "icsa-25-100-02.json",
            content => content["vulnerabilities"] = JsonNode.Parse($$"""[{ "scores": [{ "cvss_v3": { "baseScore": {{score}} } }] }]""")).Level;

        Assert.Equal((native, severity), (level.Native, level.Severity));
    }

    [Fact]
    public void A_score_of_the_old_scale_counts_where_there_is_no_other_and_is_never_critical()
    {
        var level = Read(
            Cisa,
            "icsa-25-100-02.json",
            content => content["vulnerabilities"] = JsonNode.Parse("""[{ "scores": [{ "cvss_v2": { "baseScore": 10.0 } }] }]""")).Level;

        Assert.Equal("HIGH", level.Native);
    }

    [Theory]
    [InlineData("""{ "cvss_v3": { "baseScore": 9.8 } }""", "CRITICAL")]
    [InlineData("""{ "cvss_v4": { "baseScore": 7.1 } }""", "HIGH")]
    [InlineData("""{ "cvss_v3": { "baseScore": 5 }, "cvss_v4": { "baseScore": 9.3 } }""", "CRITICAL")]
    [InlineData("""{ "cvss_v2": { "baseScore": 10 }, "cvss_v4": { "baseScore": 2 } }""", "LOW")]
    [InlineData("""{ "qualitative_severity_rating": "critical" }""", "CRITICAL")]
    [InlineData("""{ "qualitative_severity_rating": "medium", "cvss_v2": { "baseScore": 9 } }""", "HIGH")]
    [InlineData("""{ "ssvc_v2": {} }""", "no score")]
    public void Version_2_1_has_its_scores_elsewhere(string content, string native)
    {
        var level = Read(
            Cisa, "icsa-25-100-02.json", document => document["vulnerabilities"] = JsonNode.Parse($$"""[{ "metrics": [{ "content": {{content}} }] }]""")).Level;

        Assert.Equal(native, level.Native);
    }

    [Theory]
    [InlineData("CLEAR", false)]
    [InlineData("white", false)]
    [InlineData("GREEN", true)]
    [InlineData("AMBER+STRICT", true)]
    [InlineData("RED", true)]
    [InlineData("", true)]
    public void What_is_not_for_everybody_is_held_without_a_word_of_it(string label, bool isHeld)
    {
        var notice = Read(
            Cisa, "icsa-25-100-02.json", content => content["document"]!["distribution"] = JsonNode.Parse($$"""{ "tlp": { "label": "{{label}}" } }"""));

        Assert.Equal((isHeld, isHeld), (notice.ImplausibleReason is not null, notice.Title == notice.Key));
        Assert.Equal(isHeld, notice is { Text: null, Summary: "", SignificantFacts: null, ChangeNote: null });
    }

    [Theory]
    [InlineData("csaf_security_advisory", false)]
    [InlineData("csaf_withdrawn", true)]
    [InlineData("csaf_superseded", true)]
    public void What_its_publisher_took_back_or_replaced_is_withdrawn(string category, bool withdrawn) =>
        Assert.Equal(withdrawn, Read(Cisa, "icsa-25-100-02.json", content => content["document"]!["category"] = category).Withdrawn);

    [Fact]
    public void A_word_that_the_scale_does_not_have_is_an_unknown_level()
    {
        var level = Read(Bsi, "wid-sec-w-2026-9001.json", content => content["document"]!["aggregate_severity"]!["text"] = "verheerend").Level;

        Assert.Equal(Level.Unreadable("verheerend"), level);
    }

    [Fact]
    public void Each_revision_of_the_last_weeks_is_news_but_the_first() =>
        Assert.Equal(["version 3"], Read(Cisa, "icsa-25-100-02.json", _ => { }).SignificantFacts!);

    [Fact]
    public void Of_the_BSI_only_exploits_are_news() =>
        Assert.Equal(["version 3"], Read(Bsi, "wid-sec-w-2026-9001.json", _ => { }).SignificantFacts!);

    [Theory]
    [InlineData("Exploit aufgenommen CVE-2026-32202", true)]
    [InlineData("CVE-2026-31431 wird aktiv ausgenutzt", true)]
    [InlineData("CVSS angepasst | Aktive Ausnutzung gemeldet", true)]
    [InlineData("PoC aufgenommen", true)]
    [InlineData("Proof-of-Concept verfügbar", true)]
    [InlineData("Neue Updates von Epoch aufgenommen", false)]
    [InlineData("Referenz(en) aufgenommen: EUVD-2026-24639", false)]
    [InlineData("", false)]
    public void A_revision_of_the_BSI_says_whether_it_is_news(string summary, bool isNews)
    {
        var material = Read(Bsi, "wid-sec-w-2026-9001.json", content => History(content)[3]!["summary"] = summary).SignificantFacts!;

        Assert.Equal(isNews, material.Contains("version 4"));
    }

    [Fact]
    public void Other_words_under_the_same_version_are_no_news()
    {
        var reworded = Read(Cisa, "icsa-25-100-02.json", content => History(content)[0]!["summary"] = "Update B - Added further products");

        Assert.Equal(Read(Cisa, "icsa-25-100-02.json", _ => { }).SignificantFacts, reworded.SignificantFacts);
    }

    [Fact]
    public void A_version_that_its_history_lacks_is_news()
    {
        var notice = Read(Cisa, "icsa-25-100-02.json", content => content["document"]!["tracking"]!["version"] = "4");

        Assert.Equal(["version 3", "version 4"], notice.SignificantFacts!);
        Assert.Null(notice.ChangeNote);
    }

    [Fact]
    public void A_draft_is_held() =>
        Assert.NotNull(Read(Cisa, "icsa-25-100-02.json", content => content["document"]!["tracking"]!["status"] = "draft").ImplausibleReason);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://raw.githubusercontent.com/x/other.JSON")]
    [InlineData("")]
    public void Without_a_page_for_people_the_link_is_the_document(string address)
    {
        var notice = Read(Cisa, "icsa-25-100-02.json", content => content["document"]!["references"]![1]!["url"] = address);

        Assert.Equal("https://example.org/icsa-25-100-02.json", notice.Link.AbsoluteUri);
    }

    [Theory]
    [InlineData("csaf_version", "1.2")]
    [InlineData("title", " ")]
    [InlineData("tracking/id", "ICSA-25-100-03")]
    [InlineData("tracking/version", "")]
    [InlineData("tracking/current_release_date", "soon")]
    [InlineData("tracking/revision_history", "none")]
    public void Another_document_is_refused(string member, string value) =>
        Assert.Throws<ShapeException>(() => Read(Cisa, "icsa-25-100-02.json", content =>
        {
            var path = member.Split('/');
            path[..^1].Aggregate(content["document"]!, (node, name) => node[name]!)[path[^1]] = value;
        }));

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var whole = Encoding.UTF8.GetString(Fixture.Bytes("us-cisa-csaf/icsa-25-100-02.json")).TrimEnd();

        for (var length = 0; length < whole.Length; length += 7)
            Assert.Throws<ShapeException>(() => ReadBytes(Cisa, "icsa-25-100-02.json", Encoding.UTF8.GetBytes(whole[..length])));
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() =>
        Assert.Equal("ICSA-25-100-02", ReadBytes(Cisa, "icsa-25-100-02.json", [0xEF, 0xBB, 0xBF, .. Fixture.Bytes("us-cisa-csaf/icsa-25-100-02.json")]).Key);

    [Theory]
    [InlineData("""{ "newsPattern": "(" }""")]
    [InlineData("""{ "newsPattern": "(?<=x)y" }""")]
    [InlineData("""{ "newsPattern": "" }""")]
    [InlineData("""{ "levelNotes": [] }""")]
    [InlineData("""{ "levelNotes": [1] }""")]
    [InlineData("""{ "levelNotes": "Kans" }""")]
    [InlineData("""{ "newspattern": "x" }""")]
    [InlineData("[]")]
    public void Wrong_options_are_named(string options) => Assert.Single(new CsafParser().Problems(System.Text.Json.JsonDocument.Parse(options).RootElement));

    private static JsonNode History(JsonNode content) => content["document"]!["tracking"]!["revision_history"]!;

    private static Notice Read(string id, string file, Action<JsonNode> change)
    {
        var content = JsonNode.Parse(Fixture.Bytes($"{id}/{file}"))!;
        change(content);
        return ReadBytes(id, file, Encoding.UTF8.GetBytes(content.ToJsonString()));
    }

    private static Notice ReadBytes(string id, string file, byte[] body)
    {
        var key = Path.GetFileNameWithoutExtension(file).ToUpperInvariant();
        return new CsafParser().ReadPage(new SourceDocument(new Uri($"https://example.org/{file}"), body), new IndexEntry(key, null), Fixture.Channel(id));
    }
}
