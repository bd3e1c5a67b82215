using System.Text;
using System.Text.Json;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>"addresses" of a channel file: pages whose address follows no rule.</summary>
public sealed class AddressTableTests
{
    private const string Table = """{ "Le Salvador": "salvador", "17": "/b/fidji.html", "Oman": "https://evil.example/oman" }""";

    private const string BySlug = $$"""
        { "list": "option", "title": ".", "id": "@value", "link": "/a/{slug}/safety", "page": { "title": "h1", "text": "main" }, "addresses": {{Table}} }
        """;

    [Theory]
    [InlineData("1", "Kenya", "/a/kenya/safety")]
    [InlineData("2", "LE&nbsp;SALVADOR", "/a/salvador/safety")]
    [InlineData("17", "Îles Fidji", "/b/fidji.html")]
    public void A_title_or_an_id_of_the_table_stands_for_the_slug_or_for_the_whole_address(string id, string title, string path)
    {
        var entry = Assert.Single(Read(BySlug, $"<option value=\"{id}\">{title}</option>").Entries);

        Assert.Equal((id, path), (entry.Key, entry.Page!.Url.AbsolutePath));
    }

    [Fact]
    public void A_table_changes_the_address_and_not_what_a_notice_is_known_by()
    {
        var byLink = BySlug.Replace("\"id\": \"@value\",", "", StringComparison.Ordinal);
        var before = Read(byLink.Replace("Le Salvador", "Peru", StringComparison.Ordinal), Salvador);
        var after = Read(byLink, Salvador);

        Assert.Equal("example.org/a/le-salvador/safety", Assert.Single(before.Entries).Key);
        Assert.Equal(before.Entries[0].Key, after.Entries[0].Key);
        Assert.NotEqual(before.Entries[0].Page!.Url, after.Entries[0].Page!.Url);
    }

    [Theory]
    [InlineData("El Salvador", "salvador")]
    [InlineData("Kirghizistan", "kirghizstan")]
    [InlineData("Viêt Nam", "vietnam")]
    [InlineData("Guinée-Bissau", "guinee-bissao")]
    [InlineData("Fidji", "iles-fidji")]
    [InlineData("Palaos", "republique-des-palaos")]
    [InlineData("Israël/Territoires palestiniens", "israel-palestine")]
    [InlineData("Guinée", "guinee")]
    public void France_has_pages_whose_address_is_not_their_name(string name, string slug)
    {
        var page = $"<html><body><select><option value=\"7\">{name}</option></select></body></html>";

        Assert.Equal(slug, Assert.Single(Fixture.ReadText("fr-diplomatie-travel", page).Entries).Page!.Url.AbsolutePath.Split('/')[3]);
    }

    [Fact]
    public void Where_pages_have_an_address_of_their_own_the_link_stays()
    {
        const string Options = $$"""
            { "list": "option", "title": ".", "text": ".", "link": "@value", "addresses": {{Table}},
              "page": { "address": "/data/{slug}.html", "title": "h1", "text": "main" } }
            """;
        var entries = Read(Options, Salvador + """<option value="/17">17</option>""").Entries;

        Assert.Equal(["/data/salvador.html", "/b/fidji.html"], entries.Select(entry => entry.Page!.Url.AbsolutePath));
        Assert.Equal(["/2", "/17"], entries.Select(entry => entry.Notice!.Link.AbsolutePath));
    }

    [Fact]
    public void No_table_sends_the_relay_to_another_host() =>
        Assert.Throws<ShapeException>(() => Read(BySlug, "<option value=\"3\">Oman</option>"));

    [Theory]
    [InlineData("[]", "write an object such as")]
    [InlineData("{}", "write an object such as")]
    [InlineData("""{ "Peru": 7 }""", "write an address for \"Peru\"")]
    [InlineData("""{ "Peru": "" }""", "write an address for \"Peru\"")]
    [InlineData("""{ "Peru": "the peru" }""", "write an address for \"Peru\"")]
    [InlineData("""{ "Peru": "peru" }""", "write an address for \"Peru\"")]
    public void Wrong_tables_are_named(string table, string says) =>
        Assert.Contains(
            $"\"options.addresses\": {says}",
            Assert.Single(new HtmlNoticeParser().Problems(JsonElement.Parse($$"""{ "list": "li", "link": "a@href", "addresses": {{table}} }"""))),
            StringComparison.Ordinal);

    private const string Salvador = """<option value="/2">Le Salvador</option>""";

    private static NoticeReading Read(string options, string elements)
    {
        var channel = HtmlNoticeParserTests.ChannelWith(options);
        return new HtmlNoticeParser().Read(
            new SourceDocument(channel.Urls[0], Encoding.UTF8.GetBytes($"<html><body><select>{elements}</select></body></html>")), channel);
    }
}
