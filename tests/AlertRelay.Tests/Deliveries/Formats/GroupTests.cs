using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using MimeKit;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>Several alerts in one message: every entry has its link, no list is cut in silence, and no field is empty.</summary>
public sealed partial class GroupTests
{
    public static TheoryData<string> Chats() => new(Samples.Formats.All.OfType<CardFormat>().Select(format => format.Name));

    public static TheoryData<string> Grouping() => new(Samples.Formats.All.OfType<IGroupingFormat>().Select(format => format.Name));

    // Slack refuses empty texts and empty lists, Discord empty fields.
    [Theory]
    [MemberData(nameof(Chats))]
    public void No_message_has_an_empty_text_or_list(string name)
    {
        var format = Samples.Formats.Find(name)!;
        Alert[] bare = [Bare("alr_1"), Bare("alr_2") with { Areas = [new Area("XA", "")] }];

        Assert.Empty(Rendered(format, bare).Concat(Samples.Of(format).Select(sample => sample.Message)).SelectMany(EmptyParts));
    }

    [Theory]
    [MemberData(nameof(Grouping))]
    public void Every_entry_of_a_group_has_its_link_in_the_plain_form_too(string name)
    {
        var format = (IGroupingFormat)Samples.Formats.Find(name)!;
        var wave = Numbered(3, "UK raises country");

        Assert.All(
            (Message[])[format.Render(wave), format.RenderPlainly(wave)],
            message =>
            {
                Assert.Equal(["1", "2", "3"], LinksIn(message));
                Assert.Equal(3, Regex.Count(TextOf(message), "UK raises country"));
            });
    }

    [Theory]
    [MemberData(nameof(Grouping))]
    public void What_a_list_leaves_out_is_counted_whatever_its_letters(string name)
    {
        var format = (IGroupingFormat)Samples.Formats.Find(name)!;
        foreach (var headline in (string[])["short", new string('x', 150), string.Concat(Enumerable.Repeat("渡航は止めてください。", 30)), new string('*', 300)])
        {
            var wave = Numbered(26, headline);
            Assert.All(
                (Message[])[format.Render(wave), format.RenderPlainly(wave)],
                message => Assert.Equal(26, LinksIn(message).Count() + int.Parse(More().Match(TextOf(message)).Groups[1].Value, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void A_list_of_places_that_is_cut_says_how_many_more_there_are()
    {
        var areas = Enumerable.Range(0, 60).Select(number => new Area($"X{number}", $"Country {number}")).ToList();
        var writer = new CardWriter(Samples.Relay);

        Assert.All(
            (Card[])[writer.Write(Samples.Raised with { Areas = areas }), writer.Write([Samples.Raised with { Areas = areas }, Samples.Raised])],
            card =>
            {
                var places = card.Facts.Single(fact => fact.Name == "Where").Value.Split(", ");
                Assert.InRange(places.Sum(place => place.Length + 2), 150, 200);
                var all = card.Entries.Count == 0 ? 60 : 61;
                Assert.Equal($"and {all - places.Length + 1} more", places[^1]);
            });
    }

    [Theory]
    [InlineData(3, 0, 9, "aa,bb,cc")]
    [InlineData(3, 0, 8, "and 3 more")]
    [InlineData(3, 1, 22, "aa,bb,and 2 more")]
    [InlineData(3, 1, 25, "aa,bb,cc,and 1 more")]
    [InlineData(0, 0, 100, "")]
    public void A_list_is_cut_where_its_last_line_still_fits(int count, int unlisted, int max, string text) =>
        Assert.Equal(
            text, CutList.Text([.. ((string[])["aa", "bb", "cc"]).Take(count)], unlisted, max, ",", item => item.Length));

    private static Alert Bare(string id) => Samples.Raised with
    {
        Id = id,
        Headline = "",
        Title = "",
        Summary = "",
        Text = "",
        Authority = "",
        Areas = [],
        Level = Level.None,
        PreviousLevel = null,
        PublishedAt = null,
        Language = "",
        Link = new Uri("http://ministry.example/"),
        Diff = TextDiff.Empty,
        Health = id == "alr_1" ? HealthKind.Failing : null,
    };

    private static Alert[] Numbered(int count, string headline) =>
    [
        .. Enumerable.Range(1, count).Select(number => Samples.Raised with
        {
            Id = $"alr_{number}",
            Headline = $"{headline} {number}",
            Link = new Uri($"https://ministry.example/?n={number}"),
        }),
    ];

    private static IEnumerable<Message> Rendered(IMessageFormat format, Alert[] alerts) =>
    [
        .. alerts.SelectMany(alert => (Message[])[Samples.Addressed(format, alert), format.RenderPlainly(alert)]),
        .. format is IGroupingFormat grouping ? (Message[])[Samples.Addressed(grouping, alerts), grouping.RenderPlainly(alerts)] : [],
    ];

    private static IEnumerable<string> EmptyParts(Message message) => message.ContentType.StartsWith("application/json", StringComparison.Ordinal)
        ? EmptyParts(JsonNode.Parse(message.Body.Span), "")
        : TextOf(message).Trim().Length == 0 ? ["the whole"] : [];

    private static IEnumerable<string> EmptyParts(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => EmptyParts(member.Value, $"{path}.{member.Key}")),
        JsonArray { Count: 0 } when !path.EndsWith(".parse", StringComparison.Ordinal) => [$"{path} is empty"],
        JsonArray items => items.SelectMany((item, index) => EmptyParts(item, $"{path}[{index}]")),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 0 => [$"{path} is empty"],
        null when !path.EndsWith(".contentUrl", StringComparison.Ordinal) => [$"{path} is null"],
        _ => [],
    };

    private static string TextOf(Message message)
    {
        if (message.ContentType != "message/rfc822")
            return Encoding.UTF8.GetString(message.Body.Span);

        using var email = MimeMessage.Load(new MemoryStream(message.Body.ToArray()), TestContext.Current.CancellationToken);
        return email.TextBody ?? "";
    }

    private static IEnumerable<string> LinksIn(Message message) => EntryLink().Matches(TextOf(message)).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"https://ministry\.example/\?n=(\d+)")]
    private static partial Regex EntryLink();

    [GeneratedRegex(@"and (\d+) more")]
    private static partial Regex More();
}
