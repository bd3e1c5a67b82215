using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.AcceptanceTests;

/// <summary>The published program as a process, with a data folder of its own.</summary>
public sealed partial class RelayProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ProcessLines _lines;

    private RelayProgram(Process process, ProcessLines lines, Uri address)
    {
        _process = process;
        _lines = lines;
        Address = address;
        Api = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Api { get; }

    public Uri PublicKeys => new(Address, "/.well-known/alertrelay/jwks.json");

    public IReadOnlyList<string> Output => _lines.All;

    /// <summary>Where ./test publishes it, else what was built with these tests.</summary>
    public static string Executable
    {
        get
        {
            var named = Environment.GetEnvironmentVariable("ALERTRELAY_PROGRAM");
            var built = Path.Combine(Repository.Root, "artifacts", "bin", "AlertRelay", Repository.Configuration, "AlertRelay");
            return named
                ?? (File.Exists(built) ? built : throw new InvalidOperationException($"{built} is missing: build src/AlertRelay first, or run ./test."));
        }
    }

    /// <param name="adminKey">Of an earlier start on the same folder; null on the first.</param>
    public static async Task<RelayProgram> Start(string data, string? adminKey, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Executable, ["serve", "--port", "0", "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        var lines = new ProcessLines(process);
        var listening = await lines.First(line => Listening().IsMatch(line), StartTime);
        var program = new RelayProgram(process, lines, new Uri(Listening().Match(listening).Groups[1].Value));
        var key = adminKey ?? FirstKey().Match(string.Join('\n', lines.All)).Groups[1].Value;
        program.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        program.AdminKey = key;
        return program;
    }

    /// <summary>A filter: an operator would also be told that a channel which is polled every second is slow on a busy machine.</summary>
    public static object AlertsOnly { get; } = new { kinds = (string[])["alert"] };

    public string AdminKey { get; private set; } = "";

    public async Task<JsonElement> Get(string path) => await Api.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    /// <returns>The subscription's id and its secret.</returns>
    public async Task<(string Id, string Secret)> Subscribe(Uri target, object? filter = null, string? secret = null)
    {
        using var answer = await Api.PostAsJsonAsync(
            "/api/v1/subscriptions", new { name = "test", target, filter = filter ?? AlertsOnly, secret }, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        var made = JsonDocument.Parse(body).RootElement;
        Assert.Equal("active", made.GetProperty("status").GetString());
        return (made.GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <summary>A chat proves itself by taking the test post.</summary>
    public async Task<string> SubscribeChat(Uri target, string format)
    {
        using var answer = await Api.PostAsJsonAsync(
            "/api/v1/subscriptions", new { name = "test", target, format, filter = AlertsOnly }, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>As a service manager or Ctrl+C does it.</summary>
    /// <param name="signal">"TERM" or "INT".</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Stop(string signal)
    {
        using var told = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        return await Ended();
    }

    /// <returns>The exit code of a relay that ends by itself.</returns>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StartTime, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>As the kernel does it: no signal handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string data, params string[] arguments) => await Run(data, [], arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> Run(string data, (string Name, string Value)[] settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex(@"Listening on (http://\S+?)\.? ")]
    private static partial Regex Listening();

    [GeneratedRegex(@"(ark_[\w-]+)")]
    private static partial Regex FirstKey();
}
