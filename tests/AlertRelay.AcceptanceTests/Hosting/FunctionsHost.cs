using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>
/// Plays the Functions host for the tests: timers that do not overlap, messages taken from the queues of the storage account, posted, deleted on
/// success and given back on failure. Timers run faster than in host.json, so that a test need not wait for minutes.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(10), GivenBackAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<HostedRelay> _relay;
    private readonly Task _loops;

    public FunctionsHost(string connection, Func<HostedRelay> relay)
    {
        _relay = relay;
        _loops = Task.WhenAll(
            Tick("PollChannels", TimeSpan.FromMilliseconds(300)),
            Tick("Sweep", TimeSpan.FromSeconds(1)),
            Pump("FanOut", new QueueClient(connection, "alertrelay-fanout")),
            Pump("Deliver", new QueueClient(connection, "alertrelay-deliver")));
    }

    /// <summary>Answers that no host could do anything with.</summary>
    public ConcurrentQueue<HostAnswer> Hanging { get; } = new();

    public int Calls => _calls;

    private int _calls;

    public static string TimerBody(bool isPastDue = false) => JsonSerializer.Serialize(new
    {
        Data = new { timer = new { Schedule = new { AdjustForDST = true }, ScheduleStatus = (object?)null, IsPastDue = isPastDue } },
        Metadata = new { sys = new { MethodName = "tick", UtcNow = "2026-06-01T12:00:00.0000000Z", RandGuid = Guid.NewGuid() } },
    });

    /// <summary>A message's text is encoded as JSON, and the outcome once more.</summary>
    public static string QueueBody(string text) => JsonSerializer.Serialize(new
    {
        Data = new { message = JsonSerializer.Serialize(text) },
        Metadata = new { DequeueCount = "1", Id = JsonSerializer.Serialize(Guid.NewGuid()), PopReceipt = "\"x\"", sys = new { MethodName = "q" } },
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        _stop.Dispose();
    }

    private async Task Tick(string function, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        while (await Next(timer))
            await Post(function, TimerBody());
    }

    private async Task Pump(string function, QueueClient queue)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var running = new List<Task>();
        while (await Next(timer))
        {
            running.RemoveAll(task => task.IsCompleted);
            if (running.Count < AtOnce)
                running.AddRange((await Take(queue, AtOnce - running.Count)).Select(message => Handle(function, queue, message)));
        }

        await Task.WhenAll(running);
    }

    private static async Task<QueueMessage[]> Take(QueueClient queue, int most)
    {
        try
        {
            return await queue.ReceiveMessagesAsync(most, Taken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    private async Task Handle(string function, QueueClient queue, QueueMessage message)
    {
        if (await Post(function, QueueBody(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)))))
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        else
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: GivenBackAfter);
    }

    private async Task<bool> Post(string function, string body)
    {
        try
        {
            Interlocked.Increment(ref _calls);
            var answer = await _relay().Call(function, body);
            if (answer.Hangs)
                Hanging.Enqueue(answer);
            return answer.Succeeds;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Killed, or not yet up again.
            return false;
        }
    }

    private async Task<bool> Next(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
