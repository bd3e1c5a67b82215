using System.Text;
using System.Text.RegularExpressions;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Tests.Channels.Fuzzing;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>What publishers send for XML: read where it has one meaning only, and never half.</summary>
public sealed partial class XmlRepairTests
{
    private const string Item = "<item><title>Iran</title><guid>1</guid></item>";

    [Theory]
    [InlineData("Caf&eacute; &ndash; &nbsp;now&hellip;", "Café – now…")]
    [InlineData("&NotEqualTilde; &starf;", "≂̸ ★")]
    [InlineData("Law & Order", "Law & Order")]
    [InlineData("AT&T; R&D &", "AT&T; R&D &")]
    [InlineData("&madeup; stays", "&madeup; stays")]
    [InlineData("a < b and 5 <6", "a < b and 5 <6")]
    [InlineData("a ]]> b", "a ]]> b")]
    [InlineData("one\u000Btwo\u0001 & three\u001F", "one two & three")]
    [InlineData("&#0;&#x1F;&#xD800;&#99999999;&#8211; & x", "– & x")]
    [InlineData("<b>bold</b><br>next", "bold next")]
    [InlineData("<p>one<p>two", "one two")]
    [InlineData("one</p> two", "one two")]
    [InlineData("<img src=a.png alt=x>picture & text", "picture & text")]
    [InlineData("<a href=\"/x?a=1&b=2\" href='y' hidden>link</a>", "link")]
    [InlineData("<![CDATA[a & b]]> & c", "a & b & c")]
    [InlineData("<!-- two -- dashes -->word", "word")]
    [InlineData("<?php echo 1 & 2 ?>word &", "word &")]
    [InlineData("word</Title><title>word", "word")]
    public void A_title_has_one_meaning(string written, string title) =>
        Assert.Equal(title, Assert.Single(Titles($"<rss><channel><item><guid>1</guid><title>{written}</title></item></channel></rss>")));

    [Theory]
    [InlineData("<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.example/rss-0.91.dtd\"><rss><channel>{0}</channel></rss>")]
    [InlineData(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC \"-//W3C//ENTITIES Latin 1\" \"http://www.example/xhtml-lat1.ent\"> "
        + "%HTMLlat1;]><rss><channel>{0}</channel></rss>")]
    [InlineData("<!DOCTYPE rss [<!ENTITY nbsp \"&#160;\">]><rss><channel>{0}</channel></rss>")]
    [InlineData("<?xml version=\"1.1\"?><rss><channel>{0}</channel></rss>")]
    [InlineData("<rss><channel>{0}</channel></rss><br /><b>Notice</b>: x on line <b>12</b><script>track()</script>")]
    [InlineData("<rss><channel>{0}</channel></rss></body></html>")]
    [InlineData("<rss><channel>{0}</channel></rss></rss>\0\0")]
    [InlineData("<br />\n<b>Warning</b>: session_start()<br />\n<?xml version=\"1.0\"?><rss><channel>{0}</channel></rss>")]
    [InlineData("Warning: x in /var/www/a.php on line 2\n<rss><channel>{0}</channel></rss>")]
    [InlineData("\n\uFEFF<?xml version=\"1.0\"?><rss><channel>{0}</channel></rss>")]
    [InlineData("<!-- made by x --><?xml version=\"1.0\"?><rss><channel>{0}</channel></rss>")]
    [InlineData("<rss><channel><dc:date>2026-03-02</dc:date><media:thumbnail url='a'/>{0}</channel></rss>")]
    [InlineData("<RSS><Channel>{0}</channel></RSS>")]
    public void What_stands_around_the_items_costs_none(string document) =>
        Assert.Equal(["Iran"], Titles(document.Replace("{0}", Item, StringComparison.Ordinal)));

    [Theory]
    [InlineData("<rss><channel>{0}")]
    [InlineData("<rss><channel>{0}</channel><br>Fatal error &")]
    [InlineData("<rss><channel>{0}<item><title>Iraq</channel></rss>")]
    [InlineData("<rss><channel>{0}<item><title>Iraq</title></channel></rss>")]
    [InlineData("<rss><channel>{0}<item><link href=\"/x></item><item><link href=\"/y\"/></item></channel></rss>")]
    [InlineData("<rss><channel>{0}<item><title>Iraq</title</item></channel></rss>")]
    [InlineData("<rss><channel>{0}<item><description><![CDATA[cut</description></item></channel></rss>")]
    [InlineData("<rss><channel>{0}<!-- cut </channel></rss>")]
    [InlineData("<rss><channel>{0}</channel></rss><rss><channel><item><title>Iraq</title></item></channel></rss>")]
    [InlineData("<rss><channel>{0}</channel></rss><item><title>Iraq</title></item>")]
    [InlineData("<!DOCTYPE rss [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><rss><channel>{0}<title>&lol2;</title></channel></rss>")]
    [InlineData("<!DOCTYPE rss [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><rss><channel>{0}<title>&file;</title></channel></rss>")]
    [InlineData("<!DOCTYPE html><html><body>Just a moment... & <rss><channel>{0}</channel></rss></body></html>")]
    [InlineData("text & <b>no</b> document")]
    public void Half_a_document_and_words_of_its_own_are_refused(string document) =>
        Assert.Throws<ShapeException>(() => Titles(document.Replace("{0}", Item, StringComparison.Ordinal)));

    [Fact]
    public void Cut_off_anywhere_a_broken_document_is_refused()
    {
        const string Whole =
            "<br/><?xml version=\"1.0\"?><!DOCTYPE rss><rss><channel><item><title>Law & Order "
            + "&eacute;</title><description><p>x<br></description></item></channel></rss>";

        for (var length = 0; length < Whole.Length; length++)
            Assert.Throws<ShapeException>(() => Titles(Whole[..length]));
        Assert.Equal(["Law & Order é"], Titles(Whole));
    }

    public static TheoryData<string> Lists =>
        [
            .. ParserFixture.All.Where(fixture => fixture.PageOf is null && fixture.File.EndsWith(".xml", StringComparison.Ordinal)).Select(
                fixture => fixture.File),
        ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Cut_off_at_any_byte_a_list_that_is_mended_is_refused(string file)
    {
        var fixture = ParserFixture.All.First(fixture => fixture.File == file);
        var root = RootTag().Match(Encoding.UTF8.GetString(fixture.Bytes).TrimEnd());
        var whole = Encoding.UTF8.GetBytes($"{root.Value} & {Encoding.UTF8.GetString(fixture.Bytes).TrimEnd()[root.Length..]}");

        Assert.True(fixture.Read(whole) > 0);
        for (var length = 0; length < whole.Length; length++)
            Assert.ThrowsAny<ShapeException>(() => fixture.Read(whole[..length]));
    }

    [Fact]
    public void What_nests_too_deep_is_refused_without_delay() =>
        Assert.Throws<ShapeException>(() => Titles($"<rss>&{new string('x', 10)}{string.Concat(Enumerable.Repeat("<b>", 100_000))}"));

    [Theory]
    [InlineData("<a ")]
    [InlineData("<a x='1' ")]
    [InlineData("<a x=\"")]
    [InlineData("&")]
    [InlineData("<")]
    [InlineData("</b>")]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("=")]
    [InlineData(" ")]
    public void A_long_row_of_one_fault_takes_no_longer_than_its_length_allows(string fault)
    {
        var row = string.Concat(Enumerable.Repeat(fault, 50_000));

        foreach (var before in (string[])["", "<", "<a ", "<a x=", "</", "&"])
            Assert.Throws<ShapeException>(() => Titles($"<rss>{before}{row}{new string(' ', 200_000)}"));
    }

    [Fact]
    public void The_first_fault_is_told() =>
        Assert.Contains(
            "cut off at line 2", Assert.Throws<ShapeException>(() => Titles("<rss><channel>\n<item><title>A & B")).Message, StringComparison.Ordinal);

    [GeneratedRegex(@"^.*?<[A-Za-z][^>]*>", RegexOptions.Singleline)]
    private static partial Regex RootTag();

    private static IReadOnlyList<string> Titles(string body)
    {
        var channel = FeedParserTests.ChannelWith("{}");
        return [.. new FeedParser().Read(Fixture.Document(channel, Encoding.UTF8.GetBytes(body)), channel).Entries.Select(entry => entry.Notice!.Title)];
    }
}
