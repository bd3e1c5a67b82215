using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AlertRelay.Tests.Infra;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AlertRelay.Tests.Pages;

/// <summary>A real browser (Debian's chromium). Every host but this machine's own addresses leads it into a trap, which notes what it is asked.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string Program = Environment.GetEnvironmentVariable("ALERTRELAY_BROWSER") ?? "chromium";

    private static readonly string[] Quiet =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-default-apps",
        "--disable-extensions", "--hide-scrollbars", "--virtual-time-budget=2000",
    ];

    private readonly TcpListener _trap = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _caught = new();
    private readonly ConcurrentBag<Task> _hearings = [];
    private readonly string _profile = Directory.CreateTempSubdirectory("alertrelay-browser-").FullName;
    private readonly Task _trapping;

    public Chromium()
    {
        _trap.Start();
        _trapping = Trap();
    }

    /// <summary>The beginning of whatever was sent elsewhere; of TLS too, where the host's name is in clear.</summary>
    public string Caught
    {
        get
        {
            lock (_caught)
                return _caught.ToString();
        }
    }

    /// <summary>The document after all scripts that would run.</summary>
    public async Task<IHtmlDocument> Load(Uri address) => new HtmlParser().ParseDocument(await Run("--dump-dom", address.AbsoluteUri));

    /// <param name="options">Such as --window-size.</param>
    public Task Picture(Uri address, string file, params string[] options) => Run([$"--screenshot={file}", .. options, address.AbsoluteUri]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _trapping;
        _trap.Dispose();
        _stop.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task<string> Run(params string[] arguments)
    {
        var port = ((IPEndPoint)_trap.LocalEndpoint).Port;
        var start = new ProcessStartInfo(
            Program, [.. Quiet, $"--user-data-dir={_profile}", $"--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var browser = Tool.Started(start, "apt-get install chromium, or name another in ALERTRELAY_BROWSER");
        var said = browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaints = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(_hearings);
        Assert.True(browser.ExitCode == 0, await complaints);
        return await said;
    }

    // Side by side: a browser also opens connections on which it says nothing for a minute.
    private async Task Trap()
    {
        try
        {
            while (true)
                _hearings.Add(Hear(await _trap.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_hearings);
        }
    }

    private async Task Hear(TcpClient connection)
    {
        using var caught = connection;
        var heard = new byte[2048];
        try
        {
            var length = await connection.GetStream().ReadAsync(heard, _stop.Token);
            lock (_caught)
                _caught.Append(Encoding.Latin1.GetString(heard, 0, length)).Append('\n');
        }
        catch (OperationCanceledException)
        {
        }
        catch (IOException)
        {
        }
    }
}
