using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class Mi5ThreatParserTests
{
    private const string Id = "uk-mi5-threat-level";
    private static readonly string Plain = Encoding.UTF8.GetString(Fixture.Bytes($"{Id}/plain.xml"));

    [Fact]
    public void One_item_is_two_notices()
    {
        var reading = Fixture.Read(Id, "plain.xml");

        Assert.Equal(["uk-national", "uk-ni"], reading.Entries.Select(entry => entry.Key));
        var national = reading.Notice("uk-national");
        Assert.Equal(("SEVERE", Severity.Severe, 4), (national.Level.Native, national.Level.Severity, national.Level.Step));
        Assert.Equal(["GB"], national.Areas.Select(area => area.Code));
        Assert.Equal("The current national threat level is SEVERE.", national.Summary);
        Assert.Equal("https://www.mi5.gov.uk/threats-and-advice/threat-levels", national.Link.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 6, 9, 5, 12, 25, TimeSpan.Zero), national.UpdatedAt);
        Assert.Equal(new DateTimeOffset(2026, 6, 9, 6, 12, 0, TimeSpan.FromHours(1)), national.PublishedAt);
        Assert.Empty(national.SignificantFacts!);
        var northern = reading.Notice("uk-ni");
        Assert.Equal("MODERATE", northern.Level.Native);
        Assert.Equal(["GB-NIR"], northern.Areas.Select(area => area.Code));
    }

    [Fact]
    public void Escaped_markup_and_other_capitals_say_the_same()
    {
        var reading = Fixture.Read(Id, "escaped.xml");

        Assert.Equal("CRITICAL", reading.Notice("uk-national").Level.Native);
        Assert.Equal("SUBSTANTIAL", reading.Notice("uk-ni").Level.Native);
        Assert.Equal(5, reading.Notice("uk-national").Level.Step);
    }

    [Theory]
    [InlineData("national threat level is SEVERE", "national threat level is LOW")]
    [InlineData("The current national threat level is SEVERE. ", "")]
    [InlineData("Current threat level: SEVERE", "Threat level")]
    [InlineData("<item>", "<thing>")]
    [InlineData("</channel>\n</rss>", "</channel>\n")]
    [InlineData("<channel>", "<channel><item><title>Current threat level: LOW</title></item>")]
    [InlineData("<rss ", "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss ")]
    public void What_cannot_be_meant_is_refused(string right, string wrong) =>
        Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, Plain.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void A_level_that_the_scale_lacks_is_unknown()
    {
        var reading = Fixture.ReadText(
            Id, Plain.Replace("SEVERE", "HEIGHTENED", StringComparison.Ordinal).Replace("MODERATE", "unclear", StringComparison.Ordinal));

        Assert.All(reading.Entries, entry => Assert.Equal(Severity.Unknown, entry.Notice!.Level.Severity));
    }

    [Fact]
    public void A_silence_about_northern_ireland_is_no_all_clear()
    {
        var reading = Fixture.ReadText(
            Id, Plain.Replace(" The threat to Northern Ireland from Northern Ireland-related terrorism is MODERATE.", "", StringComparison.Ordinal));

        Assert.Equal(Severity.Unknown, reading.Notice("uk-ni").Level.Severity);
    }

    public static TheoryData<string> Encodings() => ["utf-8", "utf-8 with a mark", "windows-1252", "utf-16", "utf-16 without a mark", "declared iso-8859-15"];

    [Theory, MemberData(nameof(Encodings))]
    public void The_bytes_say_what_characters_they_are(string encoding)
    {
        var text = Plain.Replace("is MODERATE.", "is MODERATE. © Café", StringComparison.Ordinal);
        byte[] body = encoding switch
        {
            "utf-8 with a mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "utf-16 without a mark" => Encoding.BigEndianUnicode.GetBytes(text),
            "declared iso-8859-15" => CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-15")!.GetBytes(
                $"<?xml version='1.0' encoding='ISO-8859-15'?>{text}"),
            _ => Encoding.UTF8.GetBytes(text),
        };

        Assert.EndsWith("© Café", Fixture.Read(Id, body).Notice("uk-ni").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("no-such-charset")]
    public void A_wrong_label_of_the_server_changes_nothing(string charset)
    {
        var channel = Fixture.Channel(Id);

        var reading = NoticeParsers.Of(channel).Read(Fixture.Document(channel, Encoding.UTF8.GetBytes(Plain), charset: charset), channel);

        Assert.Equal("SEVERE", reading.Notice("uk-national").Level.Native);
    }

    [Theory]
    [InlineData("", "an empty document where RSS was due")]
    [InlineData("  <!-- x --><!DOCTYPE HTML><html></html>", "an HTML page where RSS was due")]
    [InlineData("<HTML><head></head></HTML>", "an HTML page where RSS was due")]
    [InlineData("error code: 1022", "\"error code: 1022\" where RSS was due")]
    [InlineData("<urlset/>", "a <urlset> document where RSS was due")]
    public void A_refusal_says_what_came_instead(string body, string reason) =>
        Assert.Equal(reason, Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body)).Message);
}
