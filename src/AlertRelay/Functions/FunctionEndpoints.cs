using AlertRelay.Delivery;
using AlertRelay.Polling;
using AlertRelay.Storage.Azure;

namespace AlertRelay.Functions;

/// <summary>The functions of the folders beside this file, by their names. "Api" is not among them: the host forwards its requests as they came.</summary>
public static class FunctionEndpoints
{
    // The host kills the whole program at functionTimeout (host.json: 5 minutes); everything ends well before.
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LongestWork = TimeSpan.FromMinutes(2);

    public static void MapFunctions(this IEndpointRouteBuilder app)
    {
        app.MapFunction("PollChannels", call => call.Service<PollRound>().Run(Longest, call.Cancellation));
        app.MapFunction("Sweep", call => call.Service<Sweeper>().Sweep(call.Cancellation));
        app.MapFunction("Deliver", call => call.Service<DeliveryWorker>().RunUntilIdle(LongestWork, call.Cancellation));
        app.MapFunction("FanOut", FanOut);
    }

    private static Task FanOut(Invocation call) =>
        FanOutMessage.Read(call.Message) is { } page
            ? call.Service<Dispatcher>().SendPage(page, call.Cancellation)
            : throw new InvocationException("The message is not one that this version of the relay understands; after some tries the host puts it into the poison queue.");

    private static void MapFunction(this IEndpointRouteBuilder app, string name, Func<Invocation, Task> work) =>
        app.MapPost($"/{name}", (RequestDelegate)(context => InvocationHandler.Handle(context, name, work)));
}
