using System.Diagnostics;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>The published app, started as the Functions host starts it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private WorkerProcess(Process process)
    {
        _process = process;
        Output = new ProcessLines(process);
    }

    public ProcessLines Output { get; }

    public bool HasExited => _process.HasExited;

    public static WorkerProcess Start(PublishedApp app, Uri server, string workerId, IEnumerable<(string Name, string Value)> settings)
    {
        var request = Guid.NewGuid().ToString();
        const string MaxLength = "2147483647";
        string[] arguments =
        [
            app.WorkerPath, "--host", server.Host, "--port", $"{server.Port}", "--workerId", workerId, "--requestId", request,
            "--grpcMaxMessageLength", MaxLength, "--functions-uri", server.AbsoluteUri, "--functions-worker-id", workerId,
            "--functions-request-id", request, "--functions-grpc-max-message-length", MaxLength,
        ];
        var start = new ProcessStartInfo(app.Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = app.Folder,
        };
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = app.Runtime;
        // The host's own address: the worker must listen elsewhere.
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:1";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> Ends()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <param name="name">Such as "STOP" and "CONT".</param>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }
}
