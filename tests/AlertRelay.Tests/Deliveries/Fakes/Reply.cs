using System.Collections.Concurrent;
using System.Net;
using AlertRelay.Deliveries.Chats;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Deliveries.Fakes;

/// <summary>What a platform answers, as its own documentation or those who met it show it.</summary>
/// <param name="Headers">As in "Retry-After: 3", one in each line.</param>
internal sealed record Reply(int Status, string Body = "", string Headers = "")
{
    private IEnumerable<string[]> HeaderLines => Headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2));

    /// <summary>One after the other; the last one for all that follow.</summary>
    public static Func<HttpContext, Task> InOrder(params IEnumerable<Reply> replies)
    {
        var waiting = new ConcurrentQueue<Reply>(replies);
        return context => ((waiting.Count > 1 && waiting.TryDequeue(out var next)) || waiting.TryPeek(out next) ? next : new Reply(204)).Write(context);
    }

    public PlatformResponse ToAnswer()
    {
        using var response = new HttpResponseMessage((HttpStatusCode)Status);
        foreach (var line in HeaderLines)
            response.Headers.TryAddWithoutValidation(line[0], line[1]);

        return new PlatformResponse(Status, Body, response.Headers, Some.Time);
    }

    private async Task Write(HttpContext context)
    {
        context.Response.StatusCode = Status;
        foreach (var line in HeaderLines)
            context.Response.Headers[line[0]] = line[1];

        if (Body.Length > 0)
            await context.Response.WriteAsync(Body);
    }
}
