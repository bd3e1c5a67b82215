using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Tests.Detection;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>A few odd entries do not hide the others of their list.</summary>
public sealed class OddEntriesTests
{
    private static readonly Channel Channel = Some.Channel();

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 3, true)]
    [InlineData(20, 4, false)]
    [InlineData(75, 4, false)]
    [InlineData(76, 4, true)]
    [InlineData(0, 1, false)]
    public void They_are_few_while_they_are_three_or_a_twentieth_and_fewer_than_the_rest(int good, int odd, bool read)
    {
        NoticeReading Read() => DocumentShape.Entries(
            Enumerable.Range(0, good + odd),
            item => item < odd ? throw new ShapeException("an odd one") : IndexEntry.Of(Some.Notice($"{item}")),
            Channel,
            item => item == 0 ? "known" : null);

        if (!read)
        {
            Assert.Equal("an odd one", Assert.Throws<ShapeException>(Read).Message);
            return;
        }

        var reading = Read();
        Assert.Equal((good, odd), (reading.Entries.Count, reading.Unread.Count));
        Assert.Equal(new UnreadEntry("known", "an odd one"), reading.Unread[0]);
    }

    [Theory]
    [InlineData("/2026/c.json", 0)]
    [InlineData("https://cdn.example.net/c.json", 1)]
    public void An_advisory_on_another_host_is_passed_over(string third, int unread)
    {
        var entries = new[] { "/2026/a.json", "/2026/b.json", third }.Select((address, number) =>
            $$$"""{"id": "A-{{{number}}}", "updated": "2026-03-01T06:00:00Z", "content": {"src": "{{{address}}}"}}""");

        var reading = Csaf($$$"""{"feed": {"entry": [{{{string.Join(',', entries)}}}]}}""");

        Assert.Equal((3 - unread, unread), (reading.Entries.Count, reading.Unread.Count));
    }

    [Fact]
    public void A_line_that_names_nothing_costs_itself_and_a_last_line_cut_off_the_list()
    {
        const string Good = "2026/a.json,2026-03-01T06:00:00Z\n2026/b.json,2026-03-01T06:00:00Z\n";

        Assert.Equal((2, 1), Csaf($"{Good},2026-03-01T06:00:00Z\n") is var reading ? (reading.Entries.Count, reading.Unread.Count) : default);
        Assert.Throws<ShapeException>(() => Csaf($"{Good}2026/c.json,2026-03-0"));
    }

    private static NoticeReading Csaf(string index) => new CsafParser().Read(
        new SourceDocument(new Uri("https://example.org/csaf/index"), Encoding.UTF8.GetBytes(index)), Channel with { Parser = "csaf" });
}
