using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace EmptyWorker;

/// <summary>As many functions as the relay has, by the same triggers.</summary>
public static class Functions
{
    [Function(nameof(Http))]
    public static IResult Http([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{**path}")] HttpRequest request) => Results.Text(request.Path);

    [Function(nameof(PollChannels))]
    public static Task PollChannels([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;

    [Function(nameof(Maintenance))]
    public static Task Maintenance([TimerTrigger("30 * * * * *")] TimerInfo timer) => Task.CompletedTask;

    [Function(nameof(FanOut))]
    public static Task FanOut([QueueTrigger("empty-fanout")] QueueMessage message) => Task.CompletedTask;

    [Function(nameof(Retry))]
    public static Task Retry([QueueTrigger("empty-retry")] QueueMessage message) => Task.CompletedTask;
}
