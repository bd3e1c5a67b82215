using System.Net;
using System.Net.Sockets;

namespace AlertRelay.Benchmarks;

/// <summary>The program as it is published: infra/package.sh makes it.</summary>
internal static class Published
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string Path => System.IO.Path.Combine(Root(), "artifacts", "function-app", "AlertRelay");

    /// <summary>Says how to make it where it is missing.</summary>
    public static bool IsThere(string what)
    {
        if (!File.Exists(Path))
            Console.WriteLine($"{what} is not measured: infra/package.sh makes the program for it.");
        return File.Exists(Path);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns as soon as something answers there, whatever it says.</summary>
    public static async Task Answers(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var end = TimeProvider.System.GetUtcNow() + Patience;
        while (!await Answers(http))
        {
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException($"Nothing answers on port {port}.");

            await Task.Delay(2);
        }
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "AlertRelay.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("AlertRelay.sln was not found above the benchmark.");
        return folder;
    }
}
