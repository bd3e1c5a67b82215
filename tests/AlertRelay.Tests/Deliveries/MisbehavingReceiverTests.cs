using System.Net;
using System.Net.Sockets;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Deliveries;

public sealed class MisbehavingReceiverTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task A_receiver_that_does_not_answer_costs_the_timeout_and_no_more()
    {
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(context =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var sending = Send(Some.Subscription(receiver.At("/")));
        await arrived.Task;
        _relay.Clock.Advance(_relay.Options.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(sending.IsCompleted);
        _relay.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var sent = await sending;
        Assert.Equal("timeout", sent.Error);
        Assert.Equal(_relay.Options.Timeout, sent.Took);
    }

    [Fact]
    public async Task A_trickling_answer_does_not_outlive_the_deadline_and_does_not_undo_its_status()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            context.Response.StatusCode = 200;
            await context.Response.WriteAsync("thank");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var relay = new RelayInMemory(new DeliveryOptions { AllowPrivateNetworks = true, Timeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);

        var sent = await relay.Sender.Send(Some.Subscription(receiver.At("/")), Some.Message(), CancellationToken.None);

        Assert.Equal(new DeliveryOutcome.Delivered(200), sent.Untimed());
        Assert.Equal("thank", sent.ResponseStart);
    }

    [Fact]
    public async Task Of_a_huge_answer_only_the_start_is_kept()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            context.Response.StatusCode = 500;
            for (var block = 0; block < 64 && !context.RequestAborted.IsCancellationRequested; block++)
                await context.Response.WriteAsync(new string('x', 64 * 1024), context.RequestAborted);
        });

        var sent = await Send(Some.Subscription(receiver.At("/")));

        Assert.Equal(new DeliveryOutcome.Failed("status", 500), sent.Untimed());
        Assert.Equal(new string('x', 1024), sent.ResponseStart);
    }

    [Fact]
    public async Task A_hostile_answer_is_harmless_to_show()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            context.Response.StatusCode = 400;
            await context.Response.Body.WriteAsync("no\u001b[31m\0 thanks\nä"u8.ToArray().Concat(new byte[] { 0xC3 }).ToArray());
        });

        Assert.Equal("no [31m  thanks\nä", (await Send(Some.Subscription(receiver.At("/")))).ResponseStart);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var sent = await Send(Some.Subscription(receiver.At("/hook")));

        Assert.Equal(new DeliveryOutcome.Failed("redirect", 308), sent.Untimed());
        Assert.Equal(["/hook"], receiver.Paths);
    }

    [Fact]
    public async Task Ways_to_fail_are_told_apart()
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var tls = new UriBuilder(receiver.At("/")) { Scheme = "https" }.Uri;

        Assert.Equal("reset", (await Send(Some.Subscription(receiver.At("/")))).Error);
        Assert.Equal("tls", (await Send(Some.Subscription(tls))).Error);
        Assert.Equal("refused", (await Send(Some.Subscription(ClosedPort()))).Error);
    }

    private Task<DeliveryOutcome> Send(Subscription subscription) =>
        _relay.Sender.Send(subscription, Some.Message(), TestContext.Current.CancellationToken);

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
