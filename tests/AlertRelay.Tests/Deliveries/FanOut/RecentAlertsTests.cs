using System.Text;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Deliveries.Formats;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class RecentAlertsTests
{
    private const int Many = 100;

    private readonly InMemoryAlerts _history = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A mail's parts are divided by chance.
    public static TheoryData<string> Formats => [.. Samples.Formats.All.Select(format => format.Name).Except(["email"])];

    [Fact]
    public async Task What_this_process_published_is_not_read_back()
    {
        var recent = new RecentAlerts(_history);
        await recent.Append(Some.Alert(), Cancellation);

        Assert.Same(await recent.Find("alt_1", Cancellation), await recent.Find("alt_1", Cancellation));
        Assert.Equal(0, _history.Reads);
    }

    [Fact]
    public async Task What_another_process_published_is_read_once()
    {
        await _history.Append(Some.Alert(), Cancellation);
        var recent = new RecentAlerts(_history);

        Assert.Equal(Some.Alert().Headline, (await recent.Find("alt_1", Cancellation))!.Headline);
        Assert.NotNull(await recent.Find("alt_1", Cancellation));
        Assert.Equal(1, _history.Reads);
    }

    [Fact]
    public async Task What_the_history_does_not_hold_is_looked_for_again()
    {
        var recent = new RecentAlerts(_history);

        Assert.Null(await recent.Find("alt_1", Cancellation));
        await _history.Append(Some.Alert(), Cancellation);
        Assert.NotNull(await recent.Find("alt_1", Cancellation));
    }

    [Fact]
    public async Task An_alert_that_came_second_under_its_id_is_not_sent()
    {
        await _history.Append(Some.Alert() with { Headline = "first" }, Cancellation);
        var recent = new RecentAlerts(_history);

        await recent.Append(Some.Alert() with { Headline = "second" }, Cancellation);

        Assert.Equal("first", (await recent.Find("alt_1", Cancellation))!.Headline);
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_found_in_the_history()
    {
        var recent = new RecentAlerts(_history);
        for (var number = 1; number <= Many; number++)
            await recent.Append(Some.Alert($"alt_{number}"), Cancellation);

        Assert.NotNull(await recent.Find($"alt_{Many}", Cancellation));
        Assert.Equal(0, _history.Reads);
        Assert.NotNull(await recent.Find("alt_1", Cancellation));
        Assert.Equal(1, _history.Reads);
    }

    [Theory, MemberData(nameof(Formats))]
    public void A_message_is_the_same_from_memory_and_from_the_history(string name)
    {
        var format = Samples.Formats.Find(name)!;
        foreach (var alert in Samples.Single.Values)
        {
            var stored = StoredDocument.Read(StoredDocument.Write(alert, DocumentSerializer.Alert), DocumentSerializer.Alert, alert.Id);
            Assert.Equal(Body(alert), Body(stored));
        }

        string Body(AlertRelay.Alerts.Alert alert) => Encoding.UTF8.GetString(format.Render(alert).Body.Span);
    }
}
