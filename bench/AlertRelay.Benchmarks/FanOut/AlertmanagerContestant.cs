using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// Prometheus' Alertmanager as a peer: one receiver with a webhook for every target, unsigned, nothing recorded
/// (https://prometheus.io/docs/alerting/latest/configuration/). From PATH, or where ALERTMANAGER says.
/// </summary>
internal sealed class AlertmanagerContestant : IContestant
{
    private readonly HttpClient _http;
    private readonly string _folder;

    private AlertmanagerContestant(HttpClient http, string folder, Child program) => (_http, _folder, Program) = (http, folder, program);

    public static string? Path => new[] { Environment.GetEnvironmentVariable("ALERTMANAGER") }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, "prometheus-alertmanager")))
        .FirstOrDefault(File.Exists);

    public Child Program { get; }

    public static async Task<AlertmanagerContestant> Start(IReadOnlyList<Uri> targets)
    {
        var folder = Directory.CreateTempSubdirectory("alertrelay-bench-").FullName;
        var port = Published.FreePort();
        await File.WriteAllTextAsync($"{folder}/am.yml", Configuration(targets));
        var program = Child.Start(
            Path!,
            [
                $"--config.file={folder}/am.yml",
                $"--storage.path={folder}/data",
                $"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=",
                "--log.level=error",
            ]);
        program.Ignore();
        await Published.Answers(port);
        await Task.Delay(TimeSpan.FromSeconds(1));
        return new AlertmanagerContestant(new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") }, folder, program);
    }

    public async Task<TimeSpan?> Send(int round)
    {
        var alert = new
        {
            labels = new Dictionary<string, string> { ["alertname"] = string.Create(CultureInfo.InvariantCulture, $"alert-{round}"), ["country"] = "IR" },
            annotations = new Dictionary<string, string> { ["summary"] = "Benchmark raises Iran", ["description"] = new('x', 600) },
        };
        using var answer = await _http.PostAsJsonAsync(new Uri("/api/v2/alerts", UriKind.Relative), new[] { alert });
        answer.EnsureSuccessStatusCode();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration(IReadOnlyList<Uri> targets)
    {
        var text = new StringBuilder("route:\n  receiver: all\n  group_by: ['...']\n  group_wait: 0s\nreceivers:\n- name: all\n  webhook_configs:\n");
        foreach (var target in targets)
            text.Append(CultureInfo.InvariantCulture, $"  - url: {target}\n");

        return text.ToString();
    }
}
