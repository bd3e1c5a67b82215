using System.Text.Json;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>A list that comes in pages (RFC 5005) is read whole or not at all.</summary>
public sealed class PagedListTests : IDisposable
{
    private readonly PollingTrial _trial = new(PollingTrial.StateLike() with { Parser = "csaf", Options = default, Urls = [new Uri("https://example.org/1")] });

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData(1, PollOutcome.Read)]
    [InlineData(3, PollOutcome.Read)]
    [InlineData(50, PollOutcome.Read)]
    [InlineData(51, PollOutcome.Failed)]
    public async Task Up_to_fifty_pages_are_read(int pages, PollOutcome outcome)
    {
        _trial.Publisher.Shown = url => Page(NumberOf(url), pages);

        var report = await _trial.Poll();

        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(Math.Min(pages, 50), _trial.Publisher.Asked.Count(asked => NumberOf(asked.Url) > 0));
        Assert.Equal(outcome == PollOutcome.Read ? pages : 0, (await _trial.Store.Notices(_trial.Channel.Id, TestContext.Current.CancellationToken)).Count);
    }

    [Theory]
    [InlineData("{\"feed\":{}}")]
    [InlineData("<html>Just a moment</html>")]
    [InlineData("1")]
    public async Task Where_a_page_cannot_be_read_the_list_is_not(string second)
    {
        _trial.Publisher.Shown = url => NumberOf(url) == 2 ? second == "1" ? Page(1, 3) : second : Page(NumberOf(url), 3);

        Assert.Equal(PollOutcome.Failed, (await _trial.Poll()).Outcome);
    }

    [Fact]
    public async Task A_further_page_on_a_host_that_nobody_checked_is_not_read()
    {
        _trial.Publisher.Shown = url => url.Host == "elsewhere.example" ? Page(2, 2) : Page(NumberOf(url), 2);
        _trial.Publisher.Moved = url => NumberOf(url) == 2 && url.Host == "example.org" ? new Uri("https://elsewhere.example/2") : null;

        var report = await _trial.Poll();

        Assert.Equal(PollOutcome.Failed, report.Outcome);
        Assert.Equal(AlertRelay.Alerts.HealthKind.Moved, Assert.Single(report.HealthEvents).Health);
    }

    [Fact]
    public async Task A_notices_page_on_a_host_that_nobody_checked_is_not_read_and_told()
    {
        _trial.Publisher.Shown = url => NumberOf(url) == 1 ? Page(1, 1) : "{}";
        _trial.Publisher.Moved = url => url.AbsolutePath == "/a-1.json" && url.Host == "example.org" ? new Uri("https://elsewhere.example/a-1.json") : null;

        var report = await _trial.Poll();

        Assert.Equal(PollOutcome.Read, report.Outcome);
        Assert.Contains("https://elsewhere.example/a-1.json", Assert.Single(report.HealthEvents).Summary, StringComparison.Ordinal);
    }

    private static int NumberOf(Uri url) => int.TryParse(url.AbsolutePath.Trim('/'), out var number) ? number : 0;

    private static string Page(int number, int pages) => number == 0 ? "{}" : JsonSerializer.Serialize(new
    {
        feed = new
        {
            link = number < pages ? new[] { new { rel = "next", href = $"/{number + 1}" } } : [],
            entry = new[] { new { id = $"A-{number}", updated = "2026-03-01T08:00:00Z", content = new { src = $"/a-{number}.json" } } },
        },
    });
}
