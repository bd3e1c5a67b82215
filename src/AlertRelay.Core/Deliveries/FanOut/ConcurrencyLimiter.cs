namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// How many receivers are called at the same time: by the process, and at one host and port. Who waits for its host holds no place of the
/// process, so that a host that hangs costs the others at most its own few places.
/// </summary>
public sealed class ConcurrencyLimiter(int places, int placesPerHost) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places);
    private readonly Dictionary<(string Host, int Port), Queue> _hosts = [];

    public int PlacesPerHost => placesPerHost;

    /// <summary>What is called with a target. All mail goes to one server.</summary>
    public static (string Host, int Port) RoadTo(Uri target) => target.Scheme == Uri.UriSchemeMailto ? (target.Scheme, 0) : (target.Host, target.Port);

    /// <summary>For as many calls in a row as the caller has for the host.</summary>
    /// <returns>To be disposed after the last call.</returns>
    public async Task<IDisposable> EnterHost(Uri target, CancellationToken cancellationToken)
    {
        var queue = Join(RoadTo(target));
        try
        {
            await queue.Places.WaitAsync(cancellationToken);
            return new Place(this, queue);
        }
        catch (OperationCanceledException)
        {
            Leave(queue);
            throw;
        }
    }

    /// <summary>For one call; ends with <see cref="Leave()"/>.</summary>
    public async ValueTask Enter(CancellationToken cancellationToken)
    {
        // A thousand wait here at a time, and to be able to call each of them off costs more than a place. They come in soon: a call ends
        // moments after the program stops, and after Delivery:Timeout in any case.
        await _places.WaitAsync(CancellationToken.None);
        if (!cancellationToken.IsCancellationRequested)
            return;

        Leave();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();

    private Queue Join((string Host, int Port) host)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(host, out var queue))
                _hosts[host] = queue = new Queue(host, new SemaphoreSlim(placesPerHost));

            queue.Users++;
            return queue;
        }
    }

    // Queues live while somebody uses them: there may be as many hosts as subscriptions.
    private void Leave(Queue queue)
    {
        lock (_hosts)
        {
            if (--queue.Users > 0)
                return;

            _hosts.Remove(queue.Host);
        }

        queue.Places.Dispose();
    }

    private sealed class Queue((string Host, int Port) host, SemaphoreSlim places)
    {
        public (string Host, int Port) Host => host;

        public SemaphoreSlim Places => places;

        public int Users { get; set; }
    }

    private sealed class Place(ConcurrencyLimiter gate, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Places.Release();
            gate.Leave(queue);
        }
    }
}
