using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The program as the Functions host starts it: no arguments, a port in the environment, and the host's own address beside it.</summary>
public sealed class HostedRelay : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessLines _lines;

    private HostedRelay(Process process, int port)
    {
        _process = process;
        _lines = new ProcessLines(process);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public IReadOnlyList<string> Output => _lines.All;

    public bool HasEnded => _process.HasExited;

    public static async Task<HostedRelay> Start(string connection, IEnumerable<(string Name, string Value)> settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(RelayProgram.Executable) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(RelayProgram.Executable)! };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = $"{port}";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:1";
        start.Environment["AzureWebJobsStorage"] = connection;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var relay = new HostedRelay(Process.Start(start)!, port);
        await Eventually.Is(relay.Answers, "the program answers the host's probe, GET /");
        return relay;
    }

    /// <summary>POST /NAME as the host sends it: chunked, JSON, no more headers than these.</summary>
    public async Task<HostAnswer> Call(string function, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", "4.1037.0.0"));
        using var response = await Client.SendAsync(request);
        return new HostAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    /// <summary>As the host ends it: there is no other signal.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();

        Client.Dispose();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> Answers()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{string.Join('\n', Output)}");

        try
        {
            using var answer = await Client.GetAsync("/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
