using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage;

namespace AlertRelay.Api.Streams;

/// <param name="After">The place to go on from.</param>
/// <param name="IsBehind">There may be more in the store already: nothing matched in as much as one request reads.</param>
internal sealed record FollowedPage(IReadOnlyList<FollowedAlert> Alerts, long After, bool IsBehind = false);

/// <param name="Sequence">Its place in the order of publication.</param>
/// <param name="Json">Its JSON, written once for all who receive it; on one line.</param>
internal sealed record FollowedAlert(long Sequence, Alert Alert, byte[] Json);

/// <summary>
/// Follows the history for all requests that wait for its next alert: one look at the store for all of them, when this process publishes, and every few
/// seconds, because another process may have published. Nobody looks while nobody waits. A request that is further behind than the last alerts reads the
/// store itself until it has caught up.
/// </summary>
internal sealed class AlertFollower(IAlertStore alerts, PublicationSignal published, TimeProvider time) : IDisposable
{
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);

    // What is remembered costs some three times its JSON.
    internal const int MaxAlerts = 256, MaxBytes = 4 * 1024 * 1024;

    // Reads of a store for one request, each of which may pass over many rows that do not match.
    internal const int MaxReads = 10;

    private const int BatchSize = 50;

    // What was remembered when nobody waited is too far behind to catch up from.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<FollowedAlert> _recent = [];
    private int _bytes;
    private Task? _look;
    private CancellationTokenSource? _nobodyWaits;
    private int _waiting;
    private Task _signal = Task.CompletedTask;
    private long _lookedAt;

    // All alerts after the first place and up to the second are remembered; null while nothing is known.
    private (long From, long Head)? _known;

    /// <summary>How many requests have read to the end of the history and wait for what comes after it.</summary>
    internal int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    /// <summary>The place after the newest alert, for those who want the next ones only.</summary>
    public Task<long> Head(CancellationToken cancellationToken) => alerts.Head(cancellationToken);

    /// <summary>A place as callers carry it.</summary>
    public async Task<string> Cursor(long place, CancellationToken cancellationToken) => FollowCursor.Write(place, await alerts.Identity(cancellationToken));

    /// <exception cref="ArgumentException">It is no cursor of this history.</exception>
    public async Task<long> Place(string cursor, CancellationToken cancellationToken) => FollowCursor.Read(cursor, await alerts.Identity(cancellationToken));

    /// <summary>False for a place that this history has not come to: it is another relay's.</summary>
    public async Task<bool> Has(long place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place <= _known?.Head)
                return true;
        }

        return place <= await alerts.Head(cancellationToken);
    }

    /// <returns>
    /// What matches after a place, oldest first, as soon as there is any; nothing when the wait is over, or when the request has read enough of the store.
    /// </returns>
    public async Task<FollowedPage> Next(AlertQuery query, long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            // A caller who does not wait wants what the store has now.
            var page = (wait > TimeSpan.Zero ? Recent(query, after) : null) ?? await ReadToEnd(query, after, cancellationToken);
            var left = wait - time.GetElapsedTime(began);
            if (page.Alerts.Count > 0 || page.IsBehind || left <= TimeSpan.Zero)
                return page;

            after = page.After;
            if (!await Look(left, cancellationToken))
                return page;
        }
    }

    public void Dispose() => _nobodyWaits?.Dispose();

    // A store may stop before its end where much does not match.
    private async Task<FollowedPage> ReadToEnd(AlertQuery query, long after, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            var signal = published.Next;
            var page = await alerts.List(query with { OldestFirst = true, Cursor = await Cursor(after, cancellationToken) }, cancellationToken);
            var end = await Place(page.Cursor!, cancellationToken);
            var isBehind = page.Alerts.Count == 0 && end > after;
            if (isBehind && reads < MaxReads)
            {
                after = end;
                continue;
            }

            if (page.Alerts.Count == 0 && !isBehind)
                Begin(end, signal);
            return new FollowedPage(Followed(page), end, isBehind);
        }
    }

    private static IReadOnlyList<FollowedAlert> Followed(AlertPage page) =>
    [
        .. page.Alerts.Zip(page.Sequences, (alert, sequence) =>
            new FollowedAlert(sequence, alert, JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert))),
    ];

    /// <summary>Remembers from the end of the store on, unless that is done already.</summary>
    private void Begin(long end, Task signal)
    {
        lock (_lock)
        {
            if (_known is not null)
                return;

            (_known, _signal, _lookedAt) = ((end, end), signal, time.GetTimestamp());
        }
    }

    /// <returns>Null when the place is further behind than what is remembered.</returns>
    private FollowedPage? Recent(AlertQuery query, long after)
    {
        lock (_lock)
        {
            if (_waiting == 0 && time.GetElapsedTime(_lookedAt) > Stale)
                Forget();
            if (_known is not { } known || after < known.From)
                return null;

            var found = _recent.Where(each => each.Sequence > after && AlertIndexFields.Matches(query, each.Alert)).Take(query.Limit).ToList();
            return new FollowedPage(found, found.Count == query.Limit ? found[^1].Sequence : Math.Max(after, known.Head));
        }
    }

    private void Forget()
    {
        _known = null;
        _recent.Clear();
        _bytes = 0;
    }

    /// <summary>Waits for the one look that is under way for all.</summary>
    /// <returns>False when the time is over first.</returns>
    private async Task<bool> Look(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task look;
        lock (_lock)
        {
            _waiting++;
            if (_look is null or { IsCompleted: true })
            {
                _nobodyWaits = new CancellationTokenSource();
                _look = LookOnce(_nobodyWaits.Token);
            }

            look = _look;
        }

        try
        {
            await look.WaitAsync(atMost, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            Leave();
        }
    }

    // Under the Functions host nothing may go on after the last call has ended.
    private void Leave()
    {
        CancellationTokenSource? end = null;
        lock (_lock)
        {
            if (--_waiting == 0 && _look is { IsCompleted: false })
                (end, _look) = (_nobodyWaits, null);
        }

        end?.Cancel();
    }

    private async Task LookOnce(CancellationToken cancellationToken)
    {
        // Others must not wait while this begins.
        await Task.Yield();
        if (LookInterval - time.GetElapsedTime(_lookedAt) is var due && due > TimeSpan.Zero)
            await Task.WhenAny(_signal, Task.Delay(due, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        var signal = published.Next;
        long from;
        lock (_lock)
        {
            _lookedAt = time.GetTimestamp();
            if (_known is not { } known)
                return;

            from = known.Head;
        }

        var query = new AlertQuery { OldestFirst = true, Cursor = await Cursor(from, cancellationToken), Limit = BatchSize };
        var page = await alerts.List(query, cancellationToken);
        var (found, head) = (Followed(page), await Place(page.Cursor!, cancellationToken));
        lock (_lock)
        {
            // A look that was given up may end after a later one.
            if (_known is { } known && known.Head == from)
                Remember(found, known.From, head, page.Alerts.Count == BatchSize ? Task.CompletedTask : signal);
        }
    }

    private void Remember(IReadOnlyList<FollowedAlert> found, long from, long head, Task signal)
    {
        foreach (var each in found)
        {
            _recent.Enqueue(each);
            _bytes += each.Json.Length;
        }

        while (_recent.Count > MaxAlerts || (_bytes > MaxBytes && _recent.Count > 0))
        {
            var oldest = _recent.Dequeue();
            _bytes -= oldest.Json.Length;
            from = oldest.Sequence;
        }

        (_known, _signal) = ((from, head), signal);
    }
}
