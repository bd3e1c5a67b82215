using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>The forms in which senders of CAP write: envelopes, languages, several blocks, words in any case, entries of indexes.</summary>
public sealed class CapFormsTests
{
    private const string Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    [Theory]
    [InlineData("{0}")]
    [InlineData("<ns1:alerts xmlns:ns1=\"http://gov.fema.ipaws.services/feed\">{0}</ns1:alerts>")]
    [InlineData(
        "<EDXLDistribution xmlns=\"urn:oasis:names:tc:emergency:EDXL:DE:1.0\">"
        + "<contentObject><xmlContent><embeddedXMLContent>{0}</embeddedXMLContent></xmlContent></contentObject></EDXLDistribution>")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>x</title><content type=\"text/xml\">{0}</content></entry></feed>")]
    [InlineData(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>x</title><link href=\"https://elsewhere.example/a.html\"/><content "
        + "type=\"text/xml\">{0}</content></entry></feed>")]
    [InlineData(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>x</title><content><![CDATA[<?xml "
        + "version=\"1.0\"?>{0}]]></content></entry></feed>")]
    [InlineData("<rss><channel><item><title>x</title><description>{0}</description></item></channel></rss>")]
    [InlineData("<rss><channel><item><title>x</title>{0}</item></channel></rss>")]
    public void A_message_is_read_in_whatever_holds_it(string envelope)
    {
        var notice = Assert.Single(Read(envelope.Replace("{0}", Alert(), StringComparison.Ordinal))).Notice!;

        Assert.Equal(("one", "Flood warning", Severity.Severe), (notice.Key, notice.Title, notice.Level.Severity));
    }

    [Fact]
    public void An_envelope_of_two_messages_is_two_notices() =>
        Assert.Equal(["one", "two"], Read($"<alerts>{Alert()}{Alert(identifier: "two")}</alerts>").Select(entry => entry.Key));

    [Theory]
    [InlineData("de-DE", "en-GB", "English")]
    [InlineData("DE", "EN_us", "English")]
    [InlineData("de", null, "English")]
    [InlineData("de", "fr", "Deutsch")]
    [InlineData("fr-CA", "en-CA", "English")]
    public void The_channels_language_speaks_else_the_first(string first, string? second, string title)
    {
        var german = Info(first, "Extreme", "Deutsch");
        var english = Info(second, "Severe", "English");

        Assert.Equal(title, Assert.Single(Read(Alert(infos: german + english))).Notice!.Title);
    }

    [Theory]
    [InlineData("Minor", "Extreme", "second")]
    [InlineData("Extreme", "Minor", "first")]
    [InlineData("Severe", "severe", "first")]
    [InlineData("Unknown", "Minor", "second")]
    public void The_most_severe_block_gives_title_and_level(string first, string second, string title)
    {
        var notice = Assert.Single(Read(Alert(infos: Info("en-US", first, "first") + Info(null, second, "second")))).Notice!;

        Assert.Equal(title, notice.Title);
        Assert.Contains("first text", notice.Text, StringComparison.Ordinal);
        Assert.Contains("second text", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<urgency>Past</urgency>", "r", true)]
    [InlineData("<urgency>PAST</urgency>", "r", true)]
    [InlineData("<urgency>Immediate</urgency><responseType>Monitor</responseType><responseType>allclear</responseType>", "r", true)]
    [InlineData("<parameter><valueName>layer:EC-MSC-SMC:1.1:Alert_Location_Status</valueName><value>ended</value></parameter>", "r", true)]
    [InlineData("<urgency>Past</urgency>", "", false)]
    [InlineData("<category>Geo</category><urgency>Past</urgency>", "r", false)]
    [InlineData("<urgency>Immediate</urgency>", "r", false)]
    public void An_all_clear_withdraws_what_it_follows_up(string members, string reference, bool withdrawn)
    {
        var references = reference.Length > 0 ? "<references>w,zero,2026-03-02T08:00:00Z</references>" : "";

        Assert.Equal(withdrawn, Assert.Single(Read(Alert(head: references, infos: Info(null, "Severe", "Flood", members)))).Notice!.Withdrawn);
    }

    [Fact]
    public void Where_one_block_is_past_the_others_speak()
    {
        var notice = Assert.Single(Read(Alert(
            head: "<references>w,zero,2026-03-02T08:00:00Z</references>",
            infos: Info(null, "Extreme", "Over in the north", "<urgency>Past</urgency>") + Info(null, "Moderate", "Goes on in the south")))).Notice!;

        Assert.Equal((false, "Goes on in the south", Severity.Moderate), (notice.Withdrawn, notice.Title, notice.Level.Severity));
    }

    [Theory]
    [InlineData("actual", "ALERT", "public", 1)]
    [InlineData("ACTUAL", "update", "Public", 1)]
    [InlineData("test", "Alert", "Public", 0)]
    [InlineData("Actual", "ack", "Public", 0)]
    [InlineData("Actual", "Alert", "Private", 0)]
    [InlineData("Actual", "Alert", "restricted", 0)]
    public void Words_count_in_any_case_and_only_what_is_for_the_public(string status, string kind, string scope, int told)
    {
        var entries = Read(Alert(status: status, kind: kind, scope: scope));

        Assert.Equal(told, entries.Count);
        if (told == 0)
            Assert.DoesNotContain("Flood", $"{Page(Alert(status: status, kind: kind, scope: scope))}", StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_one_message_are_one_notice_of_all_its_regions()
    {
        var notice = Assert.Single(Read(Index(Region("Limburg", "Moderate"), Region("Liège", "Extreme"), Region("Namur", "Severe")))).Notice!;

        Assert.Equal(("m1", "Wind in Liège", Severity.Extreme), (notice.Key, notice.Title, notice.Level.Severity));
        Assert.Equal("Wind in Liège\nWind in Namur\nWind in Limburg", notice.Text);
        Assert.Equal(
            notice.SignificantFacts,
            Assert.Single(Read(Index(Region("Namur", "Severe"), Region("Limburg", "Moderate"), Region("Liège", "Extreme")))).Notice!.SignificantFacts);
    }

    [Fact]
    public void A_later_edition_under_the_same_identifier_stays_apart() =>
        Assert.Equal(2, Read(Index(Region("Limburg", "Moderate"), Region("Limburg", "Severe", "2026-03-02T09:00:00Z"))).Count);

    [Theory]
    [InlineData("<cap:event>News</cap:event><link href=\"/m/1\"/>", "page warn.example.org/m/1")]
    [InlineData(
        "<cap:event>News</cap:event><link href=\"/m/1.html\"/><link rel=\"related\" type=\"application/cap+xml\" href=\"/m/1.cap\"/>",
        "page warn.example.org/m/1.cap")]
    [InlineData("<link href=\"/m/1\"/>", "page warn.example.org/m/1")]
    [InlineData("<cap:event>News</cap:event>", "1")]
    [InlineData("<cap:event>News</cap:event><cap:severity>Minor</cap:severity><link href=\"/m/1\"/>", "1")]
    [InlineData("<cap:event>News</cap:event><cap:msgType>Cancel</cap:msgType><link href=\"/m/1\"/>", "1")]
    public void An_entry_tells_all_or_leads_to_the_document(string members, string key) =>
        Assert.Equal(key, Assert.Single(Read(Index($"<entry><id>1</id><title>A</title><updated>2026-03-02T08:00:00Z</updated>{members}</entry>"))).Key);

    [Fact]
    public void A_notice_says_which_messages_it_follows_and_what_it_is_called()
    {
        const string Expired =
            "<parameter><valueName>expiredReferences</valueName><value>w,first,2026-03-01T08:00:00Z w,second,2026-03-01T09:00:00Z</value></parameter>";
        var notice = Assert.Single(Read(Alert(
            identifier: "https://example.org/alerts/urn:oid:4",
            head: "<references>w,third,2026-03-02T08:00:00Z</references>",
            infos: Info(null, "Severe", "Flood", Expired)))).Notice!;

        Assert.Equal("first", notice.Key);
        Assert.Equal(["first", "second", "third"], notice.Follows);
        Assert.Equal(["https://example.org/alerts/urn:oid:4", "urn:oid:4"], notice.Names);
    }

    private static IReadOnlyList<IndexEntry> Read(string body) => new CapParser().Read(Document(body), Channel).Entries;

    private static Notice Page(string body) => new CapParser().ReadPage(Document(body), new IndexEntry("page", null), Channel);

    private static SourceDocument Document(string body) => Fixture.Document(Channel, Encoding.UTF8.GetBytes(body));

    private static Channel Channel => Fixture.Channel("us-nws-cap") with { Urls = [new Uri("https://warn.example.org/feed")] };

    private static string Alert(
        string identifier = "one", string status = "Actual", string kind = "Alert", string scope = "Public", string head = "", string? infos = null) =>
        $"<alert xmlns=\"{Cap}\"><identifier>{identifier}</identifier><sender>w</sender><sent>2026-03-02T09:00:00Z</sent>"
        + $"<status>{status}</status><msgType>{kind}</msgType><scope>{scope}</scope>{head}{infos ?? Info(null, "Severe", "Flood warning")}</alert>";

    private static string Info(string? language, string severity, string headline, string members = "") =>
        $"<info>{(language is null ? "" : $"<language>{language}</language>")}<event>Flood</event>"
        + $"{members}<severity>{severity}</severity><headline>{headline}</headline>"
        + $"<description>{headline} text</description><area><areaDesc>North</areaDesc></area></info>";

    private static string Index(params string[] entries) => $"<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"{Cap}\">{string.Concat(entries)}</feed>";

    private static string Region(string name, string severity, string sent = "2026-03-02T08:00:00Z") =>
        $"<entry><id>{name}</id><title>Wind in {name}</title><cap:identifier>m1</cap:identifier><cap:sent>{sent}</cap:sent>"
        + $"<cap:event>Wind</cap:event><cap:severity>{severity}</cap:severity><cap:areaDesc>{name}</cap:areaDesc></entry>";
}
