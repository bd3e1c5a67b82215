using System.Diagnostics;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests;

/// <summary>tests/npm/receiver.js: verifies with npm's standardwebhooks, parses with npm's cloudevents.</summary>
public sealed class NodeReceiver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessLines _lines;

    private NodeReceiver(Process process, ProcessLines lines, int port)
    {
        _process = process;
        _lines = lines;
        Target = new Uri($"http://127.0.0.1:{port}/hook");
    }

    public Uri Target { get; }

    /// <param name="keys">The relay's published keys.</param>
    public static async Task<NodeReceiver> Start(string secret, Uri keys)
    {
        var folder = Path.Combine(Repository.Root, "tests", "npm");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")))
            throw new InvalidOperationException("The npm packages are missing: run npm ci --prefix tests/npm, or ./test.");

        var process = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(folder, "receiver.js"), secret, "204", keys.AbsoluteUri])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var lines = new ProcessLines(process);
        var listening = await lines.First(line => line.StartsWith("listening ", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        return new NodeReceiver(process, lines, int.Parse(listening["listening ".Length..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The next delivery, as the libraries read it.</summary>
    public async Task<JsonElement> Next() => JsonDocument.Parse(await _lines.First(line => line.StartsWith('{'), TimeSpan.FromSeconds(30))).RootElement;

    public int Received => _lines.All.Count(line => line.StartsWith('{'));

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
