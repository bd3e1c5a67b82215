using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AlertRelay.Tests.Delivery.Mail;

/// <summary>A mail server on 127.0.0.1 that speaks RFC 5321 as far as the relay does, and answers commands as it is told.</summary>
internal sealed class FakeMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public FakeMailServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = Serve();
    }

    public int Port { get; }

    /// <summary>By the command's first word, "DATA." for the end of the letter.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public ConcurrentQueue<string> Commands { get; } = new();

    public ConcurrentQueue<string> Letters { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                await Talk(connection.GetStream());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
        {
            Commands.Enqueue("end");
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        using var lines = new StreamReader(stream, Encoding.UTF8);
        await Say(stream, Answers.GetValueOrDefault("", "220 mail.example.org ready"));
        while (await lines.ReadLineAsync() is { } line && line != "QUIT")
        {
            Commands.Enqueue(line);
            var word = line.Split(' ', ':')[0];
            await Say(stream, Answers.GetValueOrDefault(word, word switch { "EHLO" => "250-mail.example.org\r\n250 ENHANCEDSTATUSCODES", "DATA" => "354 go on", _ => "250 2.0.0 ok" }));
            if (word == "DATA" && !Answers.ContainsKey(word))
                await TakeLetter(lines, stream);
        }
    }

    private async Task TakeLetter(StreamReader lines, NetworkStream stream)
    {
        var letter = new StringBuilder();
        while (await lines.ReadLineAsync() is { } line && line != ".")
            letter.Append(line).Append("\r\n");

        Letters.Enqueue(letter.ToString());
        await Say(stream, Answers.GetValueOrDefault("DATA.", "250 2.0.0 queued as 4XyZ"));
    }

    private static async Task Say(NetworkStream stream, string answer) => await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
}
