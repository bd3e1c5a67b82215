using System.Collections.Concurrent;
using System.Net;
using AlertRelay.AcceptanceTests.Hosting.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>The gRPC server to which workers connect.</summary>
internal sealed class RpcServer : FunctionRpc.FunctionRpcBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerConnection>> _workers = new();
    private readonly FunctionsLog _log;
    private readonly WebApplication _app;

    private RpcServer(FunctionsLog log)
    {
        _log = log;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this).AddGrpc(options => options.MaxReceiveMessageSize = null);
        _app = builder.Build();
        _app.MapGrpcService<RpcServer>();
    }

    public Uri Address => new(_app.Urls.First());

    public static async Task<RpcServer> Start(FunctionsLog log)
    {
        var server = new RpcServer(log);
        await server._app.StartAsync();
        return server;
    }

    public Task<WorkerConnection> Connection(string workerId) => Expected(workerId).Task;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
            return;

        var connection = new WorkerConnection(_log);
        Expected(requestStream.Current.StartStream.WorkerId).SetResult(connection);
        await connection.Run(requestStream, responseStream, context.CancellationToken);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private TaskCompletionSource<WorkerConnection> Expected(string workerId) =>
        _workers.GetOrAdd(workerId, _ => new TaskCompletionSource<WorkerConnection>(TaskCreationOptions.RunContinuationsAsynchronously));
}
