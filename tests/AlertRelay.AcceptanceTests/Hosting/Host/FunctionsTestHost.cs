using Azure.Storage.Queues.Models;
using AlertRelay.AcceptanceTests.Hosting.Rpc;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>
/// Plays the Azure Functions host for the tests: starts the published app, speaks gRPC with it, forwards HTTP requests, and calls timers and queues.
/// What it does was recorded of the real host (docs/decisions/0015).
/// </summary>
public sealed class FunctionsTestHost : IAsyncDisposable
{
    // After that a worker is killed whose cancelled call has not returned: twice the real host's, because the machine of a test may be busy.
    private static readonly TimeSpan TimeToReturn = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _replacing = new(1);
    private readonly PublishedApp _app;
    private readonly TestHostOptions _options;
    private RpcServer _server = null!;
    private HttpFront _front = null!;
    private Task _pumps = Task.CompletedTask;
    private TaskCompletionSource<Worker> _worker = New();

    private FunctionsTestHost(PublishedApp app, TestHostOptions options) => (_app, _options, FunctionTimeout) = (app, options, app.FunctionTimeout);

    public FunctionsLog Log { get; } = new();

    /// <summary>Of a client outside.</summary>
    public HttpClient Client => _front.Client;

    public Uri Address => _front.Address;

    /// <summary>As host.json says, until a test shortens it.</summary>
    public TimeSpan FunctionTimeout { get; set; }

    /// <summary>How often the app was started.</summary>
    public int Starts { get; private set; }

    public int Calls => _calls;

    /// <summary>Calls that have not ended.</summary>
    public int UnderWay => _underWay;

    private int _calls, _underWay;

    public static async Task<FunctionsTestHost> Start(TestHostOptions options)
    {
        var host = new FunctionsTestHost(await PublishedApp.Get(), options);
        host._server = await RpcServer.Start(host.Log);
        host._front = await HttpFront.Start(host);
        await host.StartWorker();
        return host;
    }

    /// <summary>The worker that runs now; while there is none, the next one.</summary>
    public Task<Worker> Worker => _worker.Task;

    /// <summary>Starts the timers and takes messages from the queues that the app's functions name.</summary>
    public async Task Listen()
    {
        var functions = (await Worker).Functions.Values.ToList();
        _pumps = Task.WhenAll(
        [
            .. functions.Where(function => function.IsTimer).Select(function => new TimerPump(this, function).Run(_options.Minute, _stop.Token)),
            .. functions.Where(function => function.IsQueue).Select(function => new QueuePump(this, function, _app.Queues, _options).Run(_stop.Token)),
        ]);
    }

    public FunctionCall BeginTimer(string function, bool isPastDue = false) => Begin(function, TriggerData.Timer(isPastDue));

    public Task<CallResult> CallTimer(string function, bool isPastDue = false) => BeginTimer(function, isPastDue).Result;

    /// <param name="body">The message's text, decoded.</param>
    public FunctionCall BeginQueue(string function, byte[] body)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (id, text) = (Guid.NewGuid().ToString(), Convert.ToBase64String(body));
        return BeginQueue(function, QueuesModelFactory.QueueMessage(id, "receipt", text, 1, now.AddMinutes(10), now, now.AddDays(7)), body);
    }

    public Task<CallResult> CallQueue(string function, byte[] body) => BeginQueue(function, body).Result;

    public async Task StartWorker()
    {
        Starts++;
        (string, string)[] storage = [("AzureWebJobsStorage", _options.Connection)];
        _worker.SetResult(await AlertRelay.AcceptanceTests.Hosting.Host.Worker.Start(_app, _server, Log, [.. storage, .. _options.Settings]));
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        var worker = await Worker;
        _worker = New();
        await worker.Kill();
        await worker.DisposeAsync();
    }

    public async Task KillAndRestart()
    {
        await Kill();
        await StartWorker();
    }

    /// <summary>Says to the worker that it has to go.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate()
    {
        var worker = await Worker;
        _worker = New();
        var exitCode = await worker.Terminate();
        await worker.DisposeAsync();
        return exitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await EndWorker();
        await _pumps;
        // One that took the place of a worker that hung.
        await EndWorker();
        await _front.DisposeAsync();
        await _server.DisposeAsync();
        _stop.Dispose();
        _replacing.Dispose();
    }

    internal FunctionCall BeginQueue(string function, QueueMessage message, byte[] body) =>
        Begin(function, TriggerData.Queue(message, body), TriggerData.Metadata(message, body));

    internal FunctionCall Begin(string function, TypedData data, IEnumerable<KeyValuePair<string, TypedData>>? metadata = null)
    {
        Interlocked.Increment(ref _calls);
        var id = Guid.NewGuid().ToString();
        return new FunctionCall(id, Call(function, id, data, metadata ?? []), this);
    }

    internal async Task Cancel(string invocationId) => (await Worker).Cancel(invocationId);

    private async Task<CallResult> Call(string function, string id, TypedData data, IEnumerable<KeyValuePair<string, TypedData>> metadata)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            var worker = await Worker.WaitAsync(_stop.Token);
            var result = worker.Call(function, id, data, metadata);
            if (await EndsWithin(result, FunctionTimeout))
                return await result;

            worker.Cancel(id);
            if (!await EndsWithin(result, TimeToReturn))
                await Replace(worker);
            return await result;
        }
        catch (OperationCanceledException)
        {
            return new CallResult(id, "The host stops.");
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task Replace(Worker hanging)
    {
        await _replacing.WaitAsync(_stop.Token);
        // Several calls of the same worker may have hung.
        if (Worker.IsCompletedSuccessfully && await Worker == hanging)
            await KillAndRestart();
        _replacing.Release();
    }

    private async Task EndWorker()
    {
        if (Worker.IsCompletedSuccessfully)
            await (await Worker).DisposeAsync();
    }

    private static async Task<bool> EndsWithin(Task call, TimeSpan time) => await Task.WhenAny(call, Task.Delay(time)) == call;

    private static TaskCompletionSource<Worker> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
