using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class CsafIndexTests
{
    private const string Cisa = "us-cisa-csaf";
    private const string Dutch = "nl-ncsc";
    private const string Change = "2026/ncsc-2026-0901.json,2026-03-04T09:00:00Z";

    [Fact]
    public void A_feed_names_the_documents_and_their_dates()
    {
        var entry = Fixture.Read(Cisa, "feed.json").Entries[0];

        Assert.Equal(("ICSA-26-064-01", null), (entry.Key, entry.Notice));
        Assert.Equal(
            new PageReference(
                new Uri("https://raw.githubusercontent.com/cisagov/CSAF/develop/csaf_files/OT/white/2026/icsa-26-064-01.json"),
                "2026-03-05T07:00:00.0000000Z",
                new DateTimeOffset(2026, 3, 5, 7, 0, 0, TimeSpan.Zero)),
            entry.Page);
    }

    [Fact]
    public void A_list_of_changes_names_the_documents_and_their_dates()
    {
        var entries = Fixture.Read(Dutch, "changes.csv").Entries;

        Assert.Equal(["NCSC-2026-0902", "NCSC-2026-0901"], entries.Select(entry => entry.Key));
        Assert.Equal("https://advisories.ncsc.nl/csaf/v2/2026/ncsc-2026-0901.json", entries[1].Page!.Url.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 9, 0, 0, TimeSpan.Zero), entries[1].Page!.UpdatedAt);
    }

    [Theory]
    [InlineData("2026-03-04T09:00:00Z")]
    [InlineData("2026-03-04T09:00:00.000000Z")]
    [InlineData("2026-03-04T10:00:00+01:00")]
    public void One_time_written_otherwise_is_the_same_stamp(string time) =>
        Assert.Equal("2026-03-04T09:00:00.0000000Z", Fixture.ReadText(Dutch, $"2026/ncsc-2026-0901.json,{time}").Entries[0].Page!.Stamp);

    [Fact]
    public void Of_a_document_that_is_named_twice_the_newer_date_counts()
    {
        var entry = Assert.Single(
            Fixture.ReadText(Dutch, $"{Change}\r\n2026/ncsc-2026-0901.json,2026-03-05T09:00:00Z\r\n2026/ncsc-2026-0901.json,2026-03-01T09:00:00Z\r\n").Entries);

        Assert.Equal(5, entry.Page!.UpdatedAt!.Value.Day);
    }

    [Theory]
    [InlineData("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a")]
    [InlineData("https://example.org/csaf/white/2026/acme-2026-0001.json")]
    [InlineData("ACME-2026-0001")]
    public void An_id_that_is_an_address_gives_way_to_the_name_of_the_file(string id)
    {
        var entry = $$$"""{"id":"{{{id}}}","updated":"2026-03-04T09:00:00Z","content":{"src":"/a/acme-2026-0001.json"}}""";

        Assert.Equal("ACME-2026-0001", Assert.Single(Fixture.ReadText(Dutch, Feed(entry)).Entries).Key);
    }

    [Theory]
    [InlineData("\"path\",\"timestamp\"\n{0}Z\n", "Z")]
    [InlineData("path,current_release_date\r\n{0}Z", "Z")]
    [InlineData("{0}\n", "")]
    [InlineData("{0}\n{0}", "")]
    [InlineData(" \"2026/ncsc 2026 0901.json\" , \"2026-03-04T09:00:00Z\" ", "Z")]
    public void A_list_of_changes_may_have_a_header_blanks_and_times_without_a_zone(string list, string zone)
    {
        var entry = Assert.Single(
            Fixture.ReadText(Dutch, list.Replace("{0}", "2026/ncsc-2026-0901.json,2026-03-04T09:00:00", StringComparison.Ordinal)).Entries);

        Assert.Equal("ncsc_2026_0901", CsafIndex.FileNameOf(entry.Key).Replace('-', '_'));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 9, 0, 0, TimeSpan.Zero), entry.Page!.UpdatedAt);
        Assert.True(zone is "Z" or "");
    }

    [Theory]
    [InlineData("path,timestamp")]
    [InlineData("2026/ncsc-2026-0901.json,2026-03-04T09:00:00Z\npath,timestamp")]
    [InlineData("2026/ncsc-2026-0901.json,2026-03-04T09:00:00Z\n2026/ncsc-2026-0902.json,2026-03-04T09:00:00")]
    public void A_header_alone_or_elsewhere_and_a_zone_that_may_be_cut_off_are_refused(string list) =>
        Assert.Throws<ShapeException>(() => Fixture.ReadText(Dutch, list));

    [Theory]
    [InlineData("next", "/csaf/v2/page2.json", "https://advisories.ncsc.nl/csaf/v2/page2.json")]
    [InlineData("self", "/csaf/v2/page2.json", null)]
    public void A_feed_may_go_on_elsewhere(string relation, string address, string? next)
    {
        var feed = Feed("""{"id":"A","updated":"2026-03-04T09:00:00Z","content":{"src":"a.json"}}""", $$"""
            "link":[{"rel":"{{relation}}","href":"{{address}}"}],
            """);

        Assert.Equal(next, Fixture.ReadText(Dutch, feed).Next?.AbsoluteUri);
    }

    [Theory]
    [InlineData("ICSA-25-100-02", "icsa-25-100-02")]
    [InlineData("Example Advisory/2026:1", "example_advisory_2026_1")]
    [InlineData("SA+01", "sa+01")]
    public void A_documents_file_is_named_after_its_id(string id, string name) => Assert.Equal(name, CsafIndex.FileNameOf(id));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("<!DOCTYPE html><html><body>Just a moment...</body></html>")]
    [InlineData("error code: 1022")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"feed":{}}""")]
    [InlineData("""{"feed":{"entry":[]}}""")]
    [InlineData("""{"feed":{"entry":[{"id":"A","updated":"2026-03-04T09:00:00Z"}]}}""")]
    [InlineData("""{"feed":{"entry":[{"id":"A","updated":"soon","content":{"src":"a.json"}}]}}""")]
    [InlineData("""{"feed":{"entry":[{"id":"A","updated":"2026-03-04T09:00:00Z","content":{"src":"https://evil.example/a.json"}}]}}""")]
    [InlineData("""{"document":{"csaf_version":"2.0"}}""")]
    [InlineData("2026/ncsc-2026-0901.json,2026-03-04T09:00:00Z\n2026/ncsc-2026-0902.json,2026-03-0")]
    [InlineData("2026/ncsc-2026-0901.json,2026-03-04T09:00:00")]
    [InlineData("2026/ncsc-2026-0901.json,2026-13-04T09:00:00Z")]
    [InlineData("2026/ncsc-2026-0901.json")]
    [InlineData("https://evil.example/a.json,2026-03-04T09:00:00Z")]
    [InlineData("//evil.example/a.json,2026-03-04T09:00:00Z")]
    public void Another_document_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText(Dutch, body));

    [Fact]
    public void A_feed_that_is_cut_off_anywhere_is_refused()
    {
        var whole = Encoding.UTF8.GetString(Fixture.Bytes("us-cisa-csaf/feed.json")).TrimEnd();

        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<ShapeException>(() => Fixture.ReadText(Cisa, whole[..length]));
    }

    [Fact]
    public void A_list_that_is_cut_off_within_a_line_is_refused()
    {
        for (var length = 1; length < Change.Length; length++)
            Assert.Throws<ShapeException>(() => Fixture.ReadText(Dutch, $"{Change}\n{Change[..length]}"));
    }

    private static string Feed(string entry, string more = "") => $$$"""{"feed":{{{{more}}}"entry":[{{{entry}}}]}}""";

    [Fact]
    public void What_nests_too_deep_is_refused() => Assert.Throws<ShapeException>(() => Fixture.ReadText(Cisa, "{\"feed\":" + new string('[', 100_000)));

    [Fact]
    public void Another_encoding_is_refused() => Assert.Throws<ShapeException>(() => Fixture.Read(Cisa, Encoding.Unicode.GetBytes("{\"feed\":{}}")));

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        Assert.Single(Fixture.ReadText(Dutch, "\uFEFF" + Change).Entries);
        Assert.Equal(2, Fixture.Read(Cisa, [0xEF, 0xBB, 0xBF, .. Fixture.Bytes("us-cisa-csaf/feed.json")]).Entries.Count);
    }
}
