using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AlertRelay.Benchmarks;

/// <summary>The programs as they are published, by "dotnet publish" at their first use in a run.</summary>
internal static class Published
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, Task<string>> Folders = new();

    /// <returns>The path of the server's program.</returns>
    public static async Task<string> Server() => Path.Combine(await Folder("src/AlertRelay"), "AlertRelay");

    /// <param name="project">Its folder, from the root of the repository.</param>
    /// <returns>The folder into which it is published.</returns>
    public static Task<string> Folder(string project) => Folders.GetOrAdd(project, Publish);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns as soon as something answers there, whatever it says.</summary>
    public static async Task Answers(int port, string path = "/")
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var end = TimeProvider.System.GetUtcNow() + Patience;
        while (!await Answers(http, path))
        {
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException($"Nothing answers on port {port}.");

            await Task.Delay(2);
        }
    }

    private static async Task<bool> Answers(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> Publish(string project)
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "bench", Path.GetFileName(project));
        Console.WriteLine($"Publishing {project} ...");
        var info = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "-o", folder, "-clp:ErrorsOnly"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(info)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException($"{project} cannot be published:{Environment.NewLine}{output}");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AlertRelay.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("AlertRelay.sln was not found above the benchmark.");
        return folder;
    }
}
