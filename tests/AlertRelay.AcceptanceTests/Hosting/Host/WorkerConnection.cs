using System.Collections.Concurrent;
using System.Threading.Channels;
using AlertRelay.AcceptanceTests.Hosting.Rpc;
using Grpc.Core;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>The messages between the host and one worker, in both directions.</summary>
internal sealed class WorkerConnection(FunctionsLog log)
{
    private readonly Channel<StreamingMessage> _outgoing = System.Threading.Channels.Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _answers = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns when the worker has left.</summary>
    public async Task Run(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var sending = Send(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
                Receive(incoming.Current);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // Killed.
        }

        _ended.SetResult();
        _outgoing.Writer.Complete();
        await sending;
    }

    public void Post(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <returns>Null when the worker leaves before it answers.</returns>
    public async Task<StreamingMessage?> Ask(StreamingMessage message)
    {
        var answer = _answers.GetOrAdd(Subject(message), _ => new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously));
        Post(message);
        return await Task.WhenAny(answer.Task, _ended.Task) == answer.Task ? await answer.Task : null;
    }

    private async Task Send(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The other direction notices too.
        }
    }

    private void Receive(StreamingMessage message)
    {
        if (message.RpcLog is { } entry)
            log.Add(entry);
        else if (_answers.TryRemove(Subject(message), out var waiting))
            waiting.TrySetResult(message);
    }

    // An answer names what was asked by the id of the function or of the call.
    private static string Subject(StreamingMessage message) => message.ContentCase switch
    {
        StreamingMessage.ContentOneofCase.WorkerInitRequest or StreamingMessage.ContentOneofCase.WorkerInitResponse => "init",
        StreamingMessage.ContentOneofCase.FunctionsMetadataRequest or StreamingMessage.ContentOneofCase.FunctionMetadataResponse => "metadata",
        StreamingMessage.ContentOneofCase.FunctionLoadRequest => message.FunctionLoadRequest.FunctionId,
        StreamingMessage.ContentOneofCase.FunctionLoadResponse => message.FunctionLoadResponse.FunctionId,
        StreamingMessage.ContentOneofCase.InvocationRequest => message.InvocationRequest.InvocationId,
        StreamingMessage.ContentOneofCase.InvocationResponse => message.InvocationResponse.InvocationId,
        _ => "",
    };
}
