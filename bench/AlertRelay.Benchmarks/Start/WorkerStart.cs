using System.Diagnostics;
using AlertRelay.Benchmarks.FanOut;

namespace AlertRelay.Benchmarks.Start;

/// <summary>Starts a function app as worker.config.json says, until its functions are loaded.</summary>
internal sealed class WorkerStart(string folder, string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<StartFigures> Run()
    {
        await using var host = await LoadingHost.Start(folder);
        var watch = Stopwatch.StartNew();
        await using var worker = Child.Start(
            "dotnet",
            [Path.Combine(folder, $"{name}.dll"), .. host.Arguments],
            ("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"),
            ("FUNCTIONS_APPLICATION_DIRECTORY", folder),
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"));
        worker.Ignore();
        await host.Loaded.WaitAsync(Patience);
        return StartFigures.Of(worker, watch.Elapsed);
    }
}
