using System.Collections.Concurrent;
using AlertRelay.Polling;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Polling;

/// <summary>What polls leave in the log.</summary>
public sealed class PollLogTests
{
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly FakeTimeProvider _time = new(Samples.Noon);
    private readonly PollLog _log;

    public PollLogTests() => _log = new PollLog(new CollectingLogger<PollRound>(_logged), _time);

    [Fact]
    public void All_unchanged_polls_of_an_hour_are_one_line()
    {
        for (var i = 0; i < 5; i++)
            _log.Add(PollingTrial.StateLike(i == 0 ? "xx-one" : "xx-two"), new PollReport(PollOutcome.Unchanged));

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        _log.Summarize();
        Assert.Empty(_logged);

        _time.Advance(TimeSpan.FromTicks(1));
        _log.Summarize();
        _log.Summarize();
        Assert.Equal(["Information: Unchanged polls in the last hour: 5 (channels: 2) "], _logged);
    }

    [Fact]
    public void An_hour_without_unchanged_polls_is_no_line()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _log.Summarize();

        Assert.Empty(_logged);
    }

    [Fact]
    public void A_failure_is_a_warning_with_its_reason_and_the_next_poll()
    {
        _log.Add(PollingTrial.StateLike(), new PollReport(PollOutcome.Failed) { Error = "HTTP 503", NextPollAt = Samples.Noon.AddMinutes(5) });
        _log.Add(PollingTrial.StateLike(), new PollReport(PollOutcome.Failed));

        Assert.Equal(
            [
                "Warning: xx-test-travel: not read, nothing changed: HTTP 503; next poll at 2020-01-03 12:05:00Z ",
                "Warning: xx-test-travel: not read, nothing changed: no reason; next poll as soon as it is due ",
            ],
            _logged);
    }

    [Fact]
    public void A_document_that_was_read_and_each_alert_have_a_line()
    {
        _log.Add(
            PollingTrial.StateLike(),
            new PollReport(PollOutcome.Read) { Listed = 1, PagesRead = 1, Alerts = [Samples.Alert("alr_1") with { Headline = "Raised" }] });

        Assert.Equal(
            [
                "Information: xx-test-travel: Raised ",
                "Information: xx-test-travel: read (entries: 1, pages: 1, alerts: 1); next poll as soon as it is due ",
            ],
            _logged);
    }
}
