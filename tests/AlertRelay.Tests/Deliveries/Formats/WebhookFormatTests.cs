using System.Net.Mime;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Tests.Deliveries.Fakes;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace AlertRelay.Tests.Deliveries.Formats;

public sealed class WebhookFormatTests
{
    private static readonly WebhookFormat Format = new(relay: null);

    [Fact]
    public void It_is_a_cloud_event()
    {
        var message = Format.Render(Some.Alert());

        var read = Read(message);

        Assert.True(read.IsValid);
        Assert.Equal(CloudEventsSpecVersion.V1_0, read.SpecVersion);
        Assert.Equal("alt_1", read.Id);
        Assert.Equal("/channels/xx-ministry-travel", read.Source!.OriginalString);
        Assert.Equal("org.alertrelay.alert.raised", read.Type);
        Assert.Equal("xx-ministry-travel/atlantis", read.Subject);
        Assert.Equal(Some.Time, read.Time);
        Assert.Equal("application/json", read.DataContentType);
        Assert.Equal("alt_1", message.Id);
    }

    [Fact]
    public void Its_data_is_the_alert()
    {
        var data = (JsonElement)Read(Format.Render(Some.Alert())).Data!;

        Assert.Equal(
            JsonSerializer.Serialize(Some.Alert(), AlertJson.Wire.Alert),
            JsonSerializer.Serialize(data.Deserialize(AlertJson.Wire.Alert), AlertJson.Wire.Alert));
    }

    [Theory]
    [InlineData("https://alerts.example.org")]
    [InlineData("https://alerts.example.org/")]
    public void The_source_can_be_opened_where_the_relay_has_an_address(string address) =>
        Assert.Equal(
            "https://alerts.example.org/api/v1/channels/xx-ministry-travel",
            Read(new WebhookFormat(new Uri(address)).Render(Some.Alert())).Source!.OriginalString);

    [Fact]
    public void Every_kind_of_change_has_its_type() =>
        Assert.All(Enum.GetValues<ChangeKind>(), kind =>
            Assert.Equal($"org.alertrelay.alert.{kind.ToString().ToLowerInvariant()}", Read(Format.Render(Some.Alert() with { Change = kind })).Type));

    [Theory]
    [InlineData(ChangeKind.Issued, "org.alertrelay.cluster.issued")]
    [InlineData(ChangeKind.Raised, "org.alertrelay.cluster.raised")]
    [InlineData(ChangeKind.Withdrawn, "org.alertrelay.cluster.withdrawn")]
    public void A_cluster_has_types_of_its_own_and_other_alerts_no_word_of_it(ChangeKind change, string type)
    {
        var cluster = Some.Alert() with { Change = change, Cluster = new Cluster(Some.Time, []) };

        Assert.Equal(type, Read(Format.Render(cluster)).Type);
        Assert.True(((JsonElement)Read(Format.Render(cluster)).Data!).TryGetProperty("cluster", out _));
        Assert.False(((JsonElement)Read(Format.Render(Some.Alert())).Data!).TryGetProperty("cluster", out _));
    }

    [Fact]
    public void A_test_cannot_be_taken_for_news()
    {
        var read = Read(Format.Render(TestAlert.For("sub_1", Some.Time)));

        Assert.True(read.IsValid);
        Assert.Equal("org.alertrelay.alert.test", read.Type);
        Assert.Contains("test", ((JsonElement)read.Data!).GetProperty("marks").EnumerateArray().Select(mark => mark.GetString()));
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(100_000, true, true)]
    public void A_body_is_cut_only_beyond_its_limit_and_says_where_the_whole_is(int tooLong, bool isCut, bool areTextsCut)
    {
        var relay = new Uri("https://alerts.example.org");
        var alert = Some.Alert() with
        {
            Text = string.Concat(Enumerable.Repeat("Größe ", 10_000)),
            Translations = [new Translation("de", "Titel", "", new string('x', 100_000))],
            Diff = new TextDiff([.. Enumerable.Repeat(new string('y', 1000), 60)], []),
        };
        var limit = new WebhookFormat(relay).Render(alert).Body.Length - tooLong;

        var body = new WebhookFormat(relay, limit).Render(alert).Body;

        Assert.InRange(body.Length, limit / 4, limit);
        var cut = ((JsonElement)Read(new Message("alt_1", "application/cloudevents+json", body)).Data!).Deserialize(AlertJson.Wire.Alert)!;
        Assert.Equal(isCut, cut.Marks.Contains("text cut"));
        Assert.Equal(isCut ? "and 10 more" : alert.Diff.Removed[^1], cut.Diff.Removed[^1]);
        Assert.All(
            (string[])[cut.Text, cut.Translations[0].Text],
            text => Assert.Equal(
                areTextsCut, text.EndsWith("… [cut; the whole text: https://alerts.example.org/api/v1/alerts/alt_1]", StringComparison.Ordinal)));
        Assert.Equal((alert.Id, alert.Level, alert.Headline), (cut.Id, cut.Level, cut.Headline));
    }

    [Fact]
    public void The_plain_form_fits_receivers_with_small_limits() =>
        Assert.InRange(Format.RenderPlainly(Some.Alert() with { Text = new string('日', 500_000), Summary = new string('x', 5000) }).Body.Length, 1000, 8192);

    [Fact]
    public void Formats_have_names_of_their_own()
    {
        var formats = new MessageFormats(null);

        Assert.Equal(formats.All.Count, formats.All.Select(format => format.Name).Distinct().Count());
        Assert.All(formats.All, format => Assert.Same(format, formats.Find(format.Name)));
        Assert.Null(formats.Find("pigeon"));
    }

    private static CloudEvent Read(Message message) =>
        new JsonEventFormatter().DecodeStructuredModeMessage(message.Body, new ContentType(message.ContentType), null);
}
