using System.Diagnostics;
using AlertRelay.AcceptanceTests.Hosting.Rpc;
using Google.Protobuf.WellKnownTypes;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>One run of the published app: its process, its connection and the functions that it has loaded.</summary>
public sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly WorkerProcess _process;
    private readonly WorkerConnection _connection;

    private Worker(WorkerProcess process, WorkerConnection connection) => (_process, _connection) = (process, connection);

    public IReadOnlyDictionary<string, TriggeredFunction> Functions { get; private set; } = new Dictionary<string, TriggeredFunction>();

    /// <summary>Where it takes the requests of HTTP functions.</summary>
    public Uri HttpUri { get; private set; } = null!;

    /// <summary>From the start of the process to "functions loaded".</summary>
    public TimeSpan LoadedAfter { get; private set; }

    public bool HasExited => _process.HasExited;

    internal static async Task<Worker> Start(PublishedApp app, RpcServer server, FunctionsLog log, IEnumerable<(string Name, string Value)> settings)
    {
        var id = Guid.NewGuid().ToString();
        var watch = Stopwatch.StartNew();
        var process = WorkerProcess.Start(app, server.Address, id, settings);
        log.Add(process.Output);
        try
        {
            var worker = new Worker(process, await Connected(process, server.Connection(id)));
            await worker.Load(app).WaitAsync(StartTime);
            worker.LoadedAfter = watch.Elapsed;
            return worker;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<CallResult> Call(string function, string invocationId, TypedData data, IEnumerable<KeyValuePair<string, TypedData>> metadata)
    {
        var called = Functions[function];
        var request = new InvocationRequest { InvocationId = invocationId, FunctionId = called.Id, TraceContext = new RpcTraceContext() };
        request.InputData.Add(new ParameterBinding { Name = called.Parameter, Data = data });
        foreach (var (name, value) in metadata)
            request.TriggerMetadata[name] = value;
        var answer = await _connection.Ask(new StreamingMessage { InvocationRequest = request });
        return answer is null ? new CallResult(invocationId, CallResult.WorkerEnded) : CallResult.Of(answer.InvocationResponse);
    }

    public void Cancel(string invocationId) =>
        _connection.Post(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    /// <returns>The exit code.</returns>
    public async Task<int> Terminate()
    {
        _connection.Post(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) } });
        return await _process.Ends().WaitAsync(StartTime);
    }

    /// <summary>Stops the process where it is, so that it answers nothing any more.</summary>
    public Task Freeze() => _process.Signal("STOP");

    /// <summary>As kill -9 does.</summary>
    public Task Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<WorkerConnection> Connected(WorkerProcess process, Task<WorkerConnection> connection)
    {
        var ended = process.Ends();
        if (await Task.WhenAny(connection, ended).WaitAsync(StartTime) == ended)
            throw new InvalidOperationException($"The worker ended with {await ended}:\n{string.Join('\n', process.Output.All)}");
        return await connection;
    }

    private async Task Load(PublishedApp app)
    {
        var init = new WorkerInitRequest { HostVersion = "4.1037.0.0", WorkerDirectory = app.Folder, FunctionAppDirectory = app.Folder };
        var answer = (await Ask(new StreamingMessage { WorkerInitRequest = init })).WorkerInitResponse;
        HttpUri = new Uri(answer.Capabilities["HttpUri"]);
        foreach (var needed in (string[])["HandlesWorkerTerminateMessage", "HandlesInvocationCancelMessage"])
            Assert.Equal("true", answer.Capabilities[needed], ignoreCase: true);

        var metadata = new FunctionsMetadataRequest { FunctionAppDirectory = app.Folder };
        var described = (await Ask(new StreamingMessage { FunctionsMetadataRequest = metadata })).FunctionMetadataResponse.FunctionMetadataResults;
        await Task.WhenAll(described.Select(Load));
        Functions = described.Select(function => new TriggeredFunction(function)).ToDictionary(function => function.Name);
    }

    private async Task Load(RpcFunctionMetadata function)
    {
        var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var loaded = (await Ask(new StreamingMessage { FunctionLoadRequest = request })).FunctionLoadResponse;
        Assert.True(loaded.Result.Status == StatusResult.Types.Status.Success, loaded.Result.Exception?.Message);
    }

    private async Task<StreamingMessage> Ask(StreamingMessage message) =>
        await _connection.Ask(message) ?? throw new InvalidOperationException($"The worker ended while it started:\n{string.Join('\n', _process.Output.All)}");
}
