using System.Globalization;
using System.Net;
using AlertRelay.Api.Contracts;
using AlertRelay.Observability;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

/// <summary>
/// Limits open connections of callers. Half of the process's descriptors are reserved for polls, deliveries and the store, because a process without
/// any left ends. Connections beyond the limit are closed before the next one is accepted. Kestrel's own limit closes them later, so each keeps
/// its descriptor until then, and logs a line for each.
/// </summary>
internal sealed partial class ConnectionLimit(
    IOptions<ApiOptions> options, IOptions<SocketTransportOptions> sockets, ILoggerFactory logging, TimeProvider time, ILogger<ConnectionLimit> logger)
    : IConnectionListenerFactory
{
    private const string Limits = "/proc/self/limits", OpenFiles = "Max open files";
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly SocketTransportFactory _transport = new(sockets, logging);
    private readonly int _max = MaxOf(options.Value.Connections, Descriptors());
    private int _open;
    private int _refused;
    private long _loggedAt = -1;

    /// <param name="descriptors">The limit of the process; null if unknown.</param>
    internal static int MaxOf(int stated, long? descriptors) => (int)Math.Clamp(descriptors / 2 ?? stated, 1, stated);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _transport.BindAsync(endpoint, cancellationToken), this);

    private async ValueTask<bool> Admit(ConnectionContext connection)
    {
        if (Interlocked.Increment(ref _open) <= _max)
        {
            connection.ConnectionClosed.Register(() => Interlocked.Decrement(ref _open));
            return true;
        }

        Interlocked.Decrement(ref _open);
        LogOnceAMinute(Interlocked.Increment(ref _refused));
        connection.Abort(new ConnectionAbortedException("Too many connections are open."));
        await connection.DisposeAsync();
        return false;
    }

    private void LogOnceAMinute(int refused)
    {
        var last = Interlocked.Read(ref _loggedAt);
        if ((last < 0 || time.GetElapsedTime(last) >= LogInterval) && Interlocked.CompareExchange(ref _loggedAt, time.GetTimestamp(), last) == last)
            LogRefused(_max, refused);
    }

    // The soft limit, which the runtime has already raised as far as permitted.
    private static long? Descriptors()
    {
        if (!File.Exists(Limits) || File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(OpenFiles, StringComparison.Ordinal)) is not { } line)
            return null;

        var soft = line[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    [LoggerMessage(EventIds.ConnectionsRefused, LogLevel.Warning,
        "{Max} connections are open, as many as there may be (Api:Connections, half of the process's descriptors). Refused since the start: {Refused}.")]
    private partial void LogRefused(int max, int refused);

    private sealed class Listener(IConnectionListener sockets, ConnectionLimit limit) : IConnectionListener
    {
        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await sockets.AcceptAsync(cancellationToken) is { } connection)
            {
                if (await limit.Admit(connection))
                    return connection;
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => sockets.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => sockets.DisposeAsync();
    }
}
