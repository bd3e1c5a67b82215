using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// Receivers on ports of their own, in a process that does nothing else: plain sockets, so that they cost as little as receivers can.
/// Prints its ports; then answers what is written to it, a line for a line: see <see cref="Receivers"/>.
/// </summary>
internal static class ReceiverFarm
{
    public const string Role = "receivers";

    // Four times a message. More would be work of the receivers when a thousand connect at once, and the slower they are the less the senders differ.
    private const int MostBytes = 8 * 1024;

    private static readonly ConcurrentQueue<(int Receiver, long At)> Arrivals = new();
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(14);

    private static volatile int _hanging, _failing, _slow;

    public static async Task<int> Run(int count)
    {
        var doors = Enumerable.Range(0, count).Select(_ => Listen()).ToList();
        Console.WriteLine(string.Join(' ', doors.Select(door => ((IPEndPoint)door.LocalEndPoint!).Port)));
        for (var receiver = 0; receiver < count; receiver++)
            _ = Accept(doors[receiver], receiver);

        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine(Answer(line.Split(' ')));
        return 0;
    }

    private static string Answer(string[] words)
    {
        switch (words)
        {
            case ["behave", var hanging, var failing]:
                (_hanging, _failing) = (int.Parse(hanging, CultureInfo.InvariantCulture), int.Parse(failing, CultureInfo.InvariantCulture));
                return "ok";
            case ["slow", var slow]:
                _slow = int.Parse(slow, CultureInfo.InvariantCulture);
                return "ok";
            case ["clear"]:
                Arrivals.Clear();
                return "ok";
            case ["count", var first]:
                var from = int.Parse(first, CultureInfo.InvariantCulture);
                return (from == 0 ? Arrivals.Count : Arrivals.Count(arrival => arrival.Receiver >= from)).ToString(CultureInfo.InvariantCulture);
            default:
                return string.Join(' ', Arrivals.Select(arrival => string.Create(CultureInfo.InvariantCulture, $"{arrival.Receiver}:{arrival.At}")));
        }
    }

    private static Socket Listen()
    {
        var door = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        door.Listen(64);
        return door;
    }

    private static async Task Accept(Socket door, int receiver)
    {
        while (true)
            _ = Serve(await door.AcceptAsync(), receiver);
    }

    private static async Task Serve(Socket caller, int receiver)
    {
        using (caller)
        {
            caller.NoDelay = true;
            var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
            var filled = 0;
            try
            {
                while (await caller.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var read)
                {
                    filled += read;
                    if (Length(buffer.AsSpan(0, filled)) is not { } length || filled < length)
                        continue;

                    filled = 0;
                    Arrivals.Enqueue((receiver, TimeProvider.System.GetUtcNow().Ticks));
                    if (receiver < _slow)
                        await Task.Delay(SlowAnswer);
                    if (receiver >= _hanging)
                        await caller.SendAsync(receiver < _hanging + _failing ? Failure : Success);
                }
            }
            catch (SocketException)
            {
                // The caller has gone.
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static readonly byte[] Success = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(),
    Failure = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    /// <returns>Of head and body; null while the head is not whole.</returns>
    private static int? Length(ReadOnlySpan<byte> request)
    {
        if (request.IndexOf("\r\n\r\n"u8) is not (>= 0 and var end))
            return null;

        var head = request[..end];
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 18)..], out int body, out _)
            ? end + 4 + body
            : throw new NotSupportedException("A request without Content-Length.");
    }
}
