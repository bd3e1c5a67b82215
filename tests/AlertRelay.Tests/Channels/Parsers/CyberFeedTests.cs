using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>What the catalogue tells the feed parser of the cyber channels.</summary>
public sealed class CyberFeedTests
{
    [Theory]
    [InlineData("ca-cccs", 0, "AL26-901", "Alert", Severity.Severe)]
    [InlineData("ca-cccs", 1, "AV26-902", "Advisory", Severity.Moderate)]
    [InlineData("ca-cccs", 2, "https://www.cyber.gc.ca/en/guidance/example-winter", null, Severity.Unknown)]
    [InlineData("uk-ncsc", 0, "https://www.ncsc.gov.uk/news/example-gateways-targeted", "Alert", Severity.Severe)]
    [InlineData("uk-ncsc", 1, "https://www.ncsc.gov.uk/news/vulnerability-affecting-example", "Vulnerability", Severity.Moderate)]
    [InlineData("uk-ncsc", 2, "https://www.ncsc.gov.uk/news/new-guidance", null, Severity.Unknown)]
    [InlineData("eu-cert-eu", 0, "2026-910", "Critical", Severity.Severe)]
    [InlineData("eu-cert-eu", 1, "2026-909", "High", Severity.Moderate)]
    [InlineData("au-acsc", 0, "1901", "Critical", Severity.Severe)]
    [InlineData("au-acsc", 1, "1900", null, Severity.Unknown)]
    [InlineData("us-cisa-advisories", 0, "/node/90001", "Exploited vulnerability", Severity.Severe)]
    [InlineData("us-cisa-advisories", 1, "/node/90000", "Joint advisory", Severity.Severe)]
    [InlineData("us-cisa-advisories", 2, "/node/89999", null, Severity.Unknown)]
    public void An_item_has_its_key_and_its_level(string id, int index, string key, string? label, Severity severity)
    {
        var notice = Fixture.Read(id, "feed.xml").Entries[index].Notice!;

        Assert.Equal((key, label, severity), (notice.Key, notice.Level.Label, notice.Level.Severity));
        Assert.Equal(Fixture.Channel(id).Country is { } country ? [country] : [], notice.Areas.Select(area => area.Code));
        Assert.NotNull(notice.PublishedAt ?? notice.UpdatedAt);
        Assert.Equal("https", notice.Link.Scheme);
    }

    [Theory]
    [InlineData("AL26-901 - Vulnerability – Update 2", "revision Update 2")]
    [InlineData("AL26-901 - Vulnerability - UPDATE 2", "revision UPDATE 2")]
    [InlineData("[Control Systems] Example security update (AV26-902)", null)]
    [InlineData("Example security advisory – June 2026 monthly rollup (AV26-902)", null)]
    public void The_cyber_centre_counts_its_updates_in_the_title(string title, string? material)
    {
        var body = System.Text.Encoding.UTF8.GetString(Fixture.Bytes("ca-cccs/feed.xml"))
            .Replace("AL26-901 - Vulnerability affecting Example Gateway – Update 2", title, StringComparison.Ordinal);

        Assert.Equal(material is null ? [] : [material], Fixture.ReadText("ca-cccs", body).Entries[0].Notice!.SignificantFacts!);
    }

    [Theory]
    [InlineData("ca-cccs")]
    [InlineData("uk-ncsc")]
    [InlineData("eu-cert-eu")]
    [InlineData("au-acsc")]
    [InlineData("us-cisa-advisories")]
    public void Half_a_feed_is_refused(string id)
    {
        var whole = System.Text.Encoding.UTF8.GetString(Fixture.Bytes($"{id}/feed.xml")).TrimEnd();

        for (var length = 0; length < whole.Length; length += 5)
            Assert.Throws<ShapeException>(() => Fixture.ReadText(id, whole[..length]));
    }
}
