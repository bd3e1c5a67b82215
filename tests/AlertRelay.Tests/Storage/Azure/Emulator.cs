using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>The emulator of a storage account, started when somebody asks for it, on free ports, with a folder of its own and its data in memory.</summary>
public sealed partial class Emulator : IAsyncDisposable
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);

    private readonly Lazy<Task<string>> _connection;
    private readonly Dictionary<string, string> _addresses = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-azurite-").FullName;
    private Process? _process;
    private Task _rest = Task.CompletedTask;

    public Emulator() => _connection = new Lazy<Task<string>>(Start);

    public Task<string> ConnectionString => _connection.Value;

    /// <summary>Nobody answers until <see cref="StartAgain"/>.</summary>
    public async Task Stop()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            await _rest;
            _process.Dispose();
        }

        _process = null;
    }

    /// <summary>On the same ports, empty.</summary>
    public Task StartAgain() => Start();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> Start()
    {
        _process = Process.Start(Command()) ?? throw new InvalidOperationException("node did not start.");
        using var patience = new CancellationTokenSource(StartsWithin);
        var started = 0;
        while (started < 3)
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"Azurite ended: {await _process.StandardError.ReadToEndAsync(patience.Token)}");
            if (Listening().Match(line) is not { Success: true } said)
                continue;

            _addresses[said.Groups["service"].Value] = said.Groups["address"].Value;
            started++;
        }

        // Read on, so that the pipes never fill.
        _rest = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(CancellationToken.None), _process.StandardError.ReadToEndAsync(CancellationToken.None));
        return $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};"
            + string.Concat(_addresses.Select(service => $"{service.Key}Endpoint={service.Value}/devstoreaccount1;"));
    }

    private ProcessStartInfo Command() => new("node")
    {
        ArgumentList =
        {
            Script(), "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence",
            "--blobPort", Port("Blob"), "--queuePort", Port("Queue"), "--tablePort", Port("Table"),
        },
        WorkingDirectory = _folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    // 0 takes a free one.
    private string Port(string service) => _addresses.TryGetValue(service, out var address) ? $"{new Uri(address).Port}" : "0";

    private static string Script()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AlertRelay.sln")))
            root = root.Parent;

        var script = Path.Combine(root?.FullName ?? ".", "tests", "npm", "node_modules", "azurite", "dist", "src", "azurite.js");
        return File.Exists(script)
            ? script
            : throw new InvalidOperationException(
                "Azurite, the emulator of Azure Storage, is not installed: run \"npm ci --ignore-scripts --prefix tests/npm\" in the repository's folder.");
    }

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
