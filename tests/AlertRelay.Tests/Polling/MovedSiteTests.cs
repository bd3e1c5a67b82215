using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>A publisher that redirects permanently.</summary>
public sealed class MovedSiteTests : IDisposable
{
    private const string List = """<ul><li><a href="iran.html">Iran</a></li><li><a href="iraq.html">Iraq</a></li></ul>""";

    private readonly PollingTrial _trial = new(PollingTrial.StateLike() with
    {
        Parser = "html",
        Options = JsonDocument.Parse("""{ "list": "li", "title": "a", "link": "a@href", "text": "a" }""").RootElement,
        Urls = [new Uri("https://example.org/old/list")],
        Hosts = ["www.new.example"],
    });

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData("https://www.new.example/advice/list", "https://www.new.example/advice/iran.html")]
    [InlineData("https://example.org/advice/list", "https://example.org/advice/iran.html")]
    [InlineData("https://www.example.org/old/list", "https://example.org/old/iran.html")]
    public async Task Links_start_from_where_the_publishers_list_was_found(string to, string link)
    {
        Publish(to);

        Assert.Equal(PollOutcome.Read, (await _trial.Poll()).Outcome);

        var notices = await _trial.Store.Notices(_trial.Channel.Id, TestContext.Current.CancellationToken);
        Assert.Contains(link, notices.Values.Select(state => state.LastNotified!.Link.AbsoluteUri));
    }

    [Fact]
    public async Task A_site_that_moves_as_a_whole_issues_nothing_anew()
    {
        Publish("https://example.org/old/list");
        _trial.Publisher.Moved = _ => null;
        await _trial.Poll();
        var before = await _trial.Store.Notices(_trial.Channel.Id, TestContext.Current.CancellationToken);

        Publish("https://www.new.example/old/list");
        _trial.Time.Advance(TimeSpan.FromHours(1));
        _trial.Publisher.Body = List.Replace("Iraq", "Iraq ", StringComparison.Ordinal);
        var report = await _trial.Poll();

        Assert.Equal((PollOutcome.Read, 0), (report.Outcome, report.Alerts.Count));
        Assert.Equal(before.Keys.Order(), (await _trial.Store.Notices(_trial.Channel.Id, TestContext.Current.CancellationToken)).Keys.Order());
    }

    [Theory]
    [InlineData("https://www.elsewhere.example/list?token=1")]
    [InlineData("https://new.example.attacker.example/list")]
    public async Task A_host_that_the_file_does_not_list_is_named_and_not_read(string to)
    {
        Publish(to);

        var report = await _trial.Poll();

        Assert.Equal(PollOutcome.Failed, report.Outcome);
        Assert.Contains(new Uri(to).GetLeftPart(UriPartial.Path), report.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("token", report.Error, StringComparison.Ordinal);
        Assert.Equal(HealthKind.Moved, Assert.Single(report.HealthEvents).Health);
        Assert.Contains(new Uri(to).GetLeftPart(UriPartial.Path), report.HealthEvents[0].Summary, StringComparison.Ordinal);
        Assert.Empty(await _trial.Store.Notices(_trial.Channel.Id, TestContext.Current.CancellationToken));
    }

    private void Publish(string to)
    {
        _trial.Publisher.Body = List;
        _trial.Publisher.Moved = url => url == _trial.Channel.Urls[0] ? new Uri(to) : null;
    }
}
