using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using CsCheck;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>No platform finds a message too long, in the unit in which it counts, whatever a publisher writes.</summary>
public sealed class LimitTests
{
    public static TheoryData<string> Chats() => new(Samples.Formats.All.OfType<CardFormat>().Select(format => format.Name));

    [Theory]
    [MemberData(nameof(Chats))]
    public void No_sample_breaks_a_limit(string format) =>
        Assert.Empty(Samples.Of(Samples.Formats.Find(format)!).SelectMany(
            sample => Complaints(format, sample.Message).Select(complaint => $"{sample.Name}: {complaint}")));

    [Theory]
    [MemberData(nameof(Chats))]
    public void Whatever_a_publisher_writes_breaks_no_limit(string name)
    {
        var format = Samples.Formats.Find(name)!;

        HostileText.Alerts.Array[2, 30].Sample(
            alerts => Assert.Empty(Rendered(format, alerts).SelectMany(message => Complaints(name, message))), iter: 25, threads: 1);
    }

    [Fact]
    public void Every_format_for_people_has_limits_and_each_finds_something_to_measure()
    {
        Assert.Equal(Chats().Select(row => row.Data).Order(), PlatformLimits.All.Select(limit => limit.Format).Distinct().Order());
        foreach (var limits in PlatformLimits.All.GroupBy(limit => limit.Format))
        {
            var messages = Samples.Of(Samples.Formats.Find(limits.Key)!).Select(sample => sample.Message).ToList();
            Assert.All(limits, limit => Assert.Contains(messages, message => limit.Measure(message).Any()));
        }
    }

    [Theory]
    [InlineData("slack", """{"blocks":[{"type":"section","text":{"text":"LONG"}}]}""", 3000)]
    [InlineData("slack", """{"blocks":[{"type":"header","text":{"text":"LONG"}}]}""", 150)]
    [InlineData("discord", """{"embeds":[{"title":"a","description":"LONG"},{"description":"LONG"}]}""", 2999)]
    [InlineData("discord", """{"embeds":[{"fields":[{"name":"a","value":"LONG"}]}]}""", 1024)]
    [InlineData("telegram", """{"text":"LONG"}""", 4096)]
    [InlineData("webex", """{"text":"LONG"}""", 7439)]
    [InlineData("ntfy", "LONG", 4096)]
    [InlineData("teams", "LONG", 14_000)]
    public void What_is_too_long_by_one_is_found(string format, string body, int most)
    {
        Assert.Empty(Complaints(format, Message(most)));
        Assert.NotEmpty(Complaints(format, Message(most + 1)));

        Message Message(int length) =>
            new("alr_1", "", Encoding.UTF8.GetBytes(body.Replace("LONG", new string('x', length))))
            {
                Query = new Dictionary<string, string> { ["title"] = "x" },
            };
    }

    [Theory]
    [InlineData("telegram", 2048)]
    [InlineData("mattermost", 16_383)]
    [InlineData("webex", 1859)]
    public void Each_platform_counts_in_its_own_unit(string format, int most)
    {
        Assert.Empty(Complaints(format, Message(most)));
        Assert.NotEmpty(Complaints(format, Message(most + 1)));

        static Message Message(int length) => new("alr_1", "", Encoding.UTF8.GetBytes($$"""{"text":"{{string.Concat(Enumerable.Repeat("👩", length))}}"}"""));
    }

    private static IEnumerable<string> Complaints(string format, Message message) =>
        PlatformLimits.All.Where(limit => limit.Format == format && CanRead(limit, message)).SelectMany(limit => limit.Complaints(message));

    // A body that is no JSON has limits on its whole only.
    private static bool CanRead(PlatformLimit limit, Message message) => limit.Where is "" or ['?', ..] || message.Body.Span[0] == '{';

    private static IEnumerable<Message> Rendered(IMessageFormat format, Alert[] alerts) =>
    [
        Samples.Addressed(format, alerts[0]), format.RenderPlainly(alerts[0]),
        .. format is IGroupingFormat grouping ? (Message[])[Samples.Addressed(grouping, alerts), grouping.RenderPlainly(alerts)] : [],
    ];
}
