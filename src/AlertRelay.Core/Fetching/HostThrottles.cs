namespace AlertRelay.Fetching;

/// <summary>One request at a time to a host, with a minimum interval between starts, and none while the host is blocked.</summary>
/// <remarks>Remembers a host only while it is in use, waits for its interval, is blocked, or has refused recently.</remarks>
public sealed class HostThrottles(FetchingOptions options, TimeProvider time, Func<double> random, DelayAsync pause)
{
    /// <summary>The random part of the interval, so that several relays do not send at the same time.</summary>
    private const double Spread = 0.25;

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostThrottle> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until the host is free, its interval has passed and it is not blocked. Dispose after the last byte is read.</summary>
    public async Task<IDisposable> Enter(string host, CancellationToken cancellationToken) =>
        await TryEnter(host, TimeSpan.MaxValue, cancellationToken) ?? throw new InvalidOperationException("An endless patience ended.");

    /// <summary>Like <see cref="Enter"/>, for callers that should not wait for a long block.</summary>
    /// <returns>Null immediately if the host is blocked for longer than <paramref name="maxWait"/>.</returns>
    public async Task<IDisposable?> TryEnter(string host, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var throttle = Join(host);
        var lease = new Lease(this, throttle);
        var mayStart = false;
        try
        {
            await lease.Take(cancellationToken);
            mayStart = await WaitUntilDue(throttle, maxWait, cancellationToken);
        }
        finally
        {
            if (!mayStart)
                lease.Dispose();
        }

        return mayStart ? lease : null;
    }

    /// <summary>No request to the host starts for that long. A longer block stays.</summary>
    public void BlockHost(string host, TimeSpan wait) => Change(host, throttle => throttle.Block(Now, Shorter(wait, options.MaximumRetryAfter)));

    /// <returns>The rest of the host's block; zero without one.</returns>
    public TimeSpan BlockedFor(string host)
    {
        lock (_lock)
            return _hosts.TryGetValue(host, out var throttle) ? RemainingBlock(throttle.BlockedUntil) : TimeSpan.Zero;
    }

    /// <summary>
    /// The host asked to wait with one document, which the caller does. If it asks so for two documents in a row, the whole host is blocked.
    /// </summary>
    public void Refused(string host, Uri document, TimeSpan wait)
    {
        var repeated = false;
        Change(host, throttle => repeated = throttle.RefuseAgain(document, Now, wait));
        if (repeated)
            BlockHost(host, wait);
    }

    /// <summary>The host served a document, so an earlier refusal concerned one document only.</summary>
    public void Served(string host)
    {
        lock (_lock)
        {
            if (_hosts.TryGetValue(host, out var throttle))
                throttle.ForgetRefusals();
        }
    }

    internal int RememberedHosts
    {
        get
        {
            lock (_lock)
                return _hosts.Count;
        }
    }

    private async Task<bool> WaitUntilDue(HostThrottle throttle, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        TimeSpan blockedUntil;
        do
        {
            blockedUntil = BlockedUntil(throttle);
            if (RemainingBlock(blockedUntil) > maxWait)
                return false;

            var wait = Longer(RemainingBlock(blockedUntil), SpacingLeft(throttle));
            if (wait > TimeSpan.Zero)
                await pause(wait, cancellationToken);
        }
        while (BlockedUntil(throttle) > blockedUntil);

        throttle.NextStart = Now + Spacing;
        return true;
    }

    private TimeSpan Spacing => options.HostSpacing * (1 + Spread * random());

    // Monotonic: not changed when the clock is set.
    private TimeSpan Now => time.GetElapsedTime(_start);

    private TimeSpan SpacingLeft(HostThrottle throttle) => throttle.NextStart - Now;

    private TimeSpan RemainingBlock(TimeSpan blockedUntil) => Longer(TimeSpan.Zero, blockedUntil - Now);

    private TimeSpan BlockedUntil(HostThrottle throttle)
    {
        lock (_lock)
            return throttle.BlockedUntil;
    }

    private void Change(string host, Action<HostThrottle> change)
    {
        lock (_lock)
            change(Find(host));
    }

    private HostThrottle Join(string host)
    {
        lock (_lock)
        {
            var throttle = Find(host);
            throttle.Users++;
            return throttle;
        }
    }

    private void Leave(HostThrottle throttle)
    {
        lock (_lock)
            throttle.Users--;
    }

    private HostThrottle Find(string host)
    {
        if (_hosts.TryGetValue(host, out var known))
            return known;

        ForgetTheIdle();
        return _hosts[host] = new HostThrottle();
    }

    private void ForgetTheIdle()
    {
        var now = Now;
        foreach (var idle in _hosts.Where(host => host.Value.IsIdle(now)).ToList())
        {
            _hosts.Remove(idle.Key);
            idle.Value.Dispose();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class Lease(HostThrottles gate, HostThrottle throttle) : IDisposable
    {
        private bool _taken;
        private int _disposed;

        public async Task Take(CancellationToken cancellationToken)
        {
            await throttle.Free.WaitAsync(cancellationToken);
            _taken = true;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1)
                return;

            if (_taken)
                throttle.Free.Release();
            gate.Leave(throttle);
        }
    }
}
