using System.Diagnostics;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>The published function app: where ./test has published it, else published once for these tests.</summary>
public sealed class PublishedApp
{
    private const string Variable = "ALERTRELAY_FUNCTION_APP";

    private static readonly TimeSpan PublishTime = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<PublishedApp>> Only = new(Find);

    private readonly JsonElement _host, _worker;

    private PublishedApp(string folder)
    {
        Folder = folder;
        _host = Read("host.json");
        _worker = Read("worker.config.json").GetProperty("description");
    }

    public string Folder { get; }

    /// <summary>As worker.config.json says.</summary>
    public string Executable =>
        _worker.GetProperty("defaultExecutablePath").GetString()!.Replace("{WorkerRoot}", Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public string WorkerPath => Path.Combine(Folder, _worker.GetProperty("defaultWorkerPath").GetString()!);

    public string Runtime => _worker.GetProperty("language").GetString()!;

    public TimeSpan FunctionTimeout => Time(_host.GetProperty("functionTimeout"));

    public QueueRules Queues => _host.GetProperty("extensions").GetProperty("queues").Deserialize<QueueRules>(JsonSerializerOptions.Web)!;

    public static Task<PublishedApp> Get() => Only.Value;

    private static async Task<PublishedApp> Find() => new(Environment.GetEnvironmentVariable(Variable) ?? await Publish());

    private static async Task<string> Publish()
    {
        var folder = Directory.CreateTempSubdirectory("alertrelay-function-app-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var project = Path.Combine(Repository.Root, "src", "AlertRelay.Functions");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "-o", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var output = new ProcessLines(publish);
        await publish.WaitForExitAsync().WaitAsync(PublishTime);
        return publish.ExitCode == 0
            ? folder
            : throw new InvalidOperationException($"The function app could not be published:\n{string.Join('\n', output.All)}");
    }

    private JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    private static TimeSpan Time(JsonElement text) => TimeSpan.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Section extensions.queues of host.json.</summary>
public sealed record QueueRules(int BatchSize, int NewBatchThreshold, int MaxDequeueCount, string MessageEncoding);
