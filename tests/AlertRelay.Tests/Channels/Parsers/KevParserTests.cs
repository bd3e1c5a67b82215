using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class KevParserTests
{
    private const string Id = "us-cisa-kev";
    private readonly NoticeReading _reading = Fixture.Read(Id, "catalogue.json");

    [Fact]
    public void A_row_is_a_notice()
    {
        var notice = _reading.Notice("CVE-2026-1111");

        Assert.Equal("Example Door Authentication Bypass Vulnerability", notice.Title);
        Assert.Equal("https://nvd.nist.gov/vuln/detail/CVE-2026-1111", notice.Link.AbsoluteUri);
        Assert.Equal(new Level("Known", "Exploited, known to be used by ransomware", Severity.Extreme, Scope.Whole, 2), notice.Level);
        Assert.Equal(["US"], notice.Areas.Select(area => area.Code));
        Assert.Equal(["due 2026-03-11"], notice.SignificantFacts!);
        Assert.Equal("Example Door lets anyone in who says “friend”.", notice.Summary);
        Assert.Equal($"{notice.Title}\n{notice.Summary}\nApply mitigations per vendor instructions.", notice.Text);
        Assert.Equal(new DateTimeOffset(2026, 2, 18, 0, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Null(notice.UpdatedAt);
    }

    [Fact]
    public void Invisible_characters_are_no_part_of_an_id() => Assert.Equal(Severity.Severe, _reading.Notice("CVE-2021-22222").Level.Severity);

    [Fact]
    public void A_word_that_the_scale_lacks_is_unknown() => Assert.Equal(Level.Unreadable("Suspected"), _reading.Notice("CVE-2020-3333").Level);

    [Fact]
    public void A_catalogue_cut_anywhere_is_refused()
    {
        var whole = Fixture.Bytes($"{Id}/catalogue.json");
        var end = whole.AsSpan().LastIndexOf((byte)'}');

        for (var length = 0; length <= end; length++)
            Assert.Throws<ShapeException>(() => Fixture.Read(Id, whole[..length]));
    }

    [Theory]
    [InlineData("CVE-2026-1111", "CVE-MMXXVI-1111", null)]
    [InlineData("\"cveID\": \"CVE-2020-3333\"", "\"cve\": \"CVE-2020-3333\"", null)]
    [InlineData("Example Roof leaks.", "\\ud800", "CVE-2020-3333")]
    public void An_odd_row_costs_itself(string right, string wrong, string? key)
    {
        var body = Encoding.UTF8.GetString(Fixture.Bytes($"{Id}/catalogue.json")).Replace(right, wrong, StringComparison.Ordinal);

        var reading = Fixture.ReadText(Id, body);

        Assert.Equal((2, 1), (reading.Entries.Count, reading.Unread.Count));
        Assert.Equal(key, reading.Unread[0].Key);
    }

    [Theory]
    [InlineData("\"count\": 3", "\"count\": 4")]
    public void A_catalogue_that_contradicts_itself_is_refused(string right, string wrong)
    {
        var body = Encoding.UTF8.GetString(Fixture.Bytes($"{Id}/catalogue.json")).Replace(right, wrong, StringComparison.Ordinal);

        Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body));
    }
}
