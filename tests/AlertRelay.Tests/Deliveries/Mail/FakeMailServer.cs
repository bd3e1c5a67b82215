using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AlertRelay.Tests.Deliveries.Mail;

/// <summary>A mail server on 127.0.0.1 that speaks RFC 5321 as far as the relay does, and answers commands as it is told.</summary>
internal sealed class FakeMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
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
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
    }

    private async Task Serve()
    {
        while (await Next() is { } connection)
        {
            using (connection)
                await Serve(connection.GetStream());
        }
    }

    private async Task Serve(NetworkStream stream)
    {
        try
        {
            await Say(stream, Answers.GetValueOrDefault("", "220 mail.example.org ready"));
            await Talk(stream);
        }
        catch (Exception left) when (left is IOException or AuthenticationException)
        {
            Commands.Enqueue("(the relay left)");
        }
    }

    /// <returns>Null when the server stops.</returns>
    private async Task<TcpClient?> Next()
    {
        try
        {
            return await _listener.AcceptTcpClientAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task Talk(Stream stream)
    {
        using var lines = new StreamReader(stream, Encoding.UTF8);
        while (await lines.ReadLineAsync() is { } line && line != "QUIT")
        {
            Commands.Enqueue(line);
            var word = line.Split(' ', ':')[0];
            await Say(stream, Answers.GetValueOrDefault(word, Usual(word)));
            if (word == "STARTTLS")
            {
                await TalkBehindTls(stream);
                return;
            }

            if (word == "DATA" && !Answers.ContainsKey(word))
                await TakeLetter(lines, stream);
        }
    }

    // With a certificate that nobody vouches for.
    private async Task TalkBehindTls(Stream stream)
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=mail.example.org", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(certificate);
        await Talk(tls);
    }

    private async Task TakeLetter(StreamReader lines, Stream stream)
    {
        var letter = new StringBuilder();
        while (await lines.ReadLineAsync() is { } line && line != ".")
            letter.Append(line).Append("\r\n");

        Letters.Enqueue(letter.ToString());
        await Say(stream, Answers.GetValueOrDefault("DATA.", "250 2.0.0 queued as 4XyZ"));
    }

    private static string Usual(string word) => word switch
    {
        "EHLO" => "250-mail.example.org\r\n250 ENHANCEDSTATUSCODES",
        "DATA" => "354 go on",
        "STARTTLS" => "220 go on",
        _ => "250 2.0.0 ok",
    };

    private static async Task Say(Stream stream, string answer) => await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
}
