using System.Net;
using AlertRelay.Benchmarks.Start.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Benchmarks.Start;

/// <summary>Asks a worker for its functions and has them loaded, as the Functions host does at a start. It calls none of them.</summary>
internal sealed class LoadingHost : FunctionRpc.FunctionRpcBase, IAsyncDisposable
{
    private const int Success = 1;

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ends = new();

    private LoadingHost(string folder)
    {
        _folder = folder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<LoadingHost>();
    }

    /// <summary>Ends when the worker has answered that every function is loaded; fails when it answers that one is not.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>What worker.config.json says to start, and where this host listens.</summary>
    public IEnumerable<string> Arguments
    {
        get
        {
            var url = new Uri(_app.Urls.First());
            return
            [
                "--host", url.Host, "--port", $"{url.Port}", "--workerId", "worker", "--requestId", "start", "--grpcMaxMessageLength", $"{int.MaxValue}",
                "--functions-uri", $"{url}", "--functions-worker-id", "worker", "--functions-request-id", "start",
                "--functions-grpc-max-message-length", $"{int.MaxValue}",
            ];
        }
    }

    public static async Task<LoadingHost> Start(string folder)
    {
        var host = new LoadingHost(folder);
        await host._app.StartAsync();
        return host;
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _ends.Token);
        var waiting = 0;
        try
        {
            while (await requestStream.MoveNext(either.Token))
            {
                foreach (var answer in Answers(requestStream.Current, ref waiting))
                    await responseStream.WriteAsync(answer, either.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or Grpc.Core.RpcException)
        {
            // The worker was ended, or this host was.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _app.DisposeAsync();
        _ends.Dispose();
    }

    private IEnumerable<StreamingMessage> Answers(StreamingMessage message, ref int waiting)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                return [Init()];
            case StreamingMessage.ContentOneofCase.WorkerInitResponse when Succeeded(message.WorkerInitResponse.Result):
                return [new() { RequestId = "metadata", FunctionsMetadataRequest = new() { FunctionAppDirectory = _folder } }];
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse when Succeeded(message.FunctionMetadataResponse.Result):
                var functions = message.FunctionMetadataResponse.FunctionMetadataResults;
                waiting = functions.Count;
                return functions.Select(Load);
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse when Succeeded(message.FunctionLoadResponse.Result) && --waiting == 0:
                _loaded.TrySetResult();
                return [];
            default:
                return [];
        }
    }

    private StreamingMessage Init() => new()
    {
        RequestId = "init",
        WorkerInitRequest = new() { HostVersion = "4.1037.0", WorkerDirectory = _folder, FunctionAppDirectory = _folder },
    };

    private static StreamingMessage Load(RpcFunctionMetadata function) => new()
    {
        RequestId = "load",
        FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function },
    };

    private bool Succeeded(StatusResult result)
    {
        if (result.Status != Success)
            _loaded.TrySetException(new InvalidOperationException($"The worker answered: {result.Exception?.Message ?? "no reason"}"));
        return result.Status == Success;
    }
}
