using System.Runtime.CompilerServices;
using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Commands.Replay;

/// <summary>Plays a tape through the real path, from the fetcher to the outbox, on the tape's own clock.</summary>
public sealed class TapeRun : IDisposable
{
    // Bounds the replay of a list that never settles.
    private const int MaxConsecutivePolls = 50;
    private const int MaxRetriesBetweenPolls = 200;
    private static readonly TimeSpan AfterTheLast = TimeSpan.FromHours(24);

    // A tape needs no token and costs nothing.
    private static readonly ChannelCredentialStore Granted = new(
        new Dictionary<string, ChannelCredentials>(), new ChannelCredentials(new BearerToken("replay"), int.MaxValue));

    private readonly Tape _tape;
    private readonly IChannelStore _store;
    private readonly TapeClock _clock;
    private readonly TapePlayer _player;
    private readonly HttpClient _http;
    private readonly ChannelPoller _poller;

    public TapeRun(Tape tape, ChannelCatalog catalog, IChannelStore store, IEvidenceStore evidence, Outbox outbox)
    {
        _tape = tape;
        Channels = [.. tape.Channels.Select(id => Named(id, catalog))];
        _store = store;
        _clock = new TapeClock(tape.Polls[0].At);
        _player = new TapePlayer(tape);
        _http = new HttpClient(_player);

        var fetching = new FetchingOptions();
        var fetcher = new Fetcher(_http, new HostThrottles(fetching, _clock, Middle, _clock.Pause), fetching, _clock);
        var options = Options.Create(new PollingOptions { PagesPerPoll = 1000 });
        var round = new ChannelReader(new PageReader(fetcher, Granted, _clock), store, options, _clock, NullLogger<ChannelReader>.Instance);
        _poller = new ChannelPoller(
            new DocumentReader(fetcher, Granted, _clock), round, store, evidence, outbox, _clock, Middle, NullLogger<ChannelPoller>.Instance);
    }

    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>The tape's own time.</summary>
    public TimeProvider Clock => _clock;

    public void Dispose()
    {
        _http.Dispose();
        _player.Dispose();
    }

    /// <summary>The reports of all polls, with the number of the tape's poll.</summary>
    public async IAsyncEnumerable<(int Poll, Channel Channel, PollReport Report)> Play([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var poll = 0; poll < _tape.Polls.Count; poll++)
        {
            _player.Play(poll);
            _clock.MoveTo(_tape.Polls[poll].At);
            foreach (var channel in Channels)
            {
                await foreach (var report in PollUntilRead(channel, cancellationToken))
                    yield return (poll, channel, report);
            }

            var until = poll + 1 < _tape.Polls.Count ? _tape.Polls[poll + 1].At : _tape.Polls[poll].At + AfterTheLast;
            await foreach (var (channel, report) in PollPendingChanges(until, cancellationToken))
                yield return (poll, channel, report);
        }
    }

    private async IAsyncEnumerable<PollReport> PollUntilRead(Channel channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxConsecutivePolls; round++)
        {
            var report = await _poller.Poll(channel, cancellationToken);
            yield return report;
            if (report.MoreAt is not { } more || more > _clock.GetUtcNow() || report.PagesRead == 0)
                yield break;
        }
    }

    // The polls that the relay would make by itself before the tape's next one.
    private async IAsyncEnumerable<(Channel Channel, PollReport Report)> PollPendingChanges(
        DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRetriesBetweenPolls; round++)
        {
            var due = new List<(DateTimeOffset At, Channel Channel)>();
            foreach (var channel in Channels)
            {
                if (await _store.Find(channel.Id, cancellationToken) is { NextObservationAt: { } observeAt, LastPollAt: { } last })
                    due.Add((observeAt > last + channel.MinimumInterval ? observeAt : last + channel.MinimumInterval, channel));
            }

            if (due.Count == 0 || due.MinBy(next => next.At) is var first && first.At >= until)
                yield break;

            _clock.MoveTo(first.At);
            yield return (first.Channel, await _poller.Poll(first.Channel, cancellationToken));
        }
    }

    // A tape may name a channel by a previous id. Its alerts then use that id.
    private static Channel Named(string id, ChannelCatalog catalog) => catalog.FindAlsoFormer(id) is { } channel
        ? channel with { Id = id }
        : throw new TapeException($"The tape is of the channel {id}, which the catalogue does not have.");

    private static double Middle() => 0.5;
}

/// <summary>The clock of a tape. It is set by each poll, and advanced by each wait between requests.</summary>
public sealed class TapeClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Never moves back.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        if (time > _now)
            _now = time;
    }

    /// <summary>Advances the clock instead of waiting.</summary>
    public Task Pause(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (wait > TimeSpan.Zero)
            _now += wait;
        return Task.CompletedTask;
    }
}

/// <summary>A temporary folder, deleted when disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("alertrelay-").FullName;

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
