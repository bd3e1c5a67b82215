using System.Diagnostics;
using AlertRelay.Benchmarks.FanOut;

namespace AlertRelay.Benchmarks.Start;

/// <summary>Starts a web server in a new folder, until it answers.</summary>
/// <param name="path">What it is asked for.</param>
/// <param name="arguments">Besides the address on which it listens.</param>
internal sealed class ServerStart(string program, string path, params string[] arguments)
{
    public async Task<StartFigures> Run()
    {
        var data = Directory.CreateTempSubdirectory("alertrelay-bench-");
        try
        {
            return await Run(data.FullName);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task<StartFigures> Run(string data)
    {
        var port = Published.FreePort();
        var watch = Stopwatch.StartNew();
        await using var server = Child.Start(
            program,
            [.. arguments, "--urls", $"http://127.0.0.1:{port}"],
            ("Storage__Path", Path.Combine(data, "data")),
            ("Polling__StartSpread", "01:00:00"));
        server.Ignore();
        await Published.Answers(port, path);
        return StartFigures.Of(server, watch.Elapsed);
    }
}
