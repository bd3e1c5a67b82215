using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using OpenTelemetry;

namespace AlertRelay.Hosting;

/// <summary>
/// A few alerts to a receiver, all of it made for this on the machine itself and removed afterwards. A program that was just started compiles what it does for
/// the first time, and compiles it well only when it does it often; this way the first real alert does not wait for either. None of it is traced or
/// counted, and where it fails nothing is lost.
/// </summary>
internal static partial class Warmup
{
    // Compiled well is what was called 30 times after a tenth of a second in which nothing was compiled for the first time
    // (https://learn.microsoft.com/dotnet/core/runtime-config/compilation). The first alert compiles, the others count: also what is called once for each,
    // and, because each goes to one of five groups, what is called once for a subscription or a receiver.
    private const int Alerts = 40, Groups = 5, GroupSize = 8;

    internal const string Channel = "rehearsal";

    // The server's first answers and the channels' first polls go before.
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GroupPause = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static async Task Run(TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using var suppressed = SuppressInstrumentationScope.Begin();
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await Task.Delay(StartDelay, time, either.Token);
            await Run(time, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The relay stops.
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or StoreException)
        {
            // No port on this machine, or no time.
            LogBrokeOff(fault, logger);
        }
    }

    private static async Task Run(TimeProvider time, CancellationToken cancellationToken)
    {
        using var arrived = new SemaphoreSlim(0);
        await using var receiver = Receiver(arrived);
        await receiver.StartAsync(cancellationToken);
        await using var parts = Parts(time);
        await Subscribe(parts.GetRequiredService<ISubscriptionStore>(), [.. receiver.Urls], time.GetUtcNow(), cancellationToken);

        var publisher = parts.GetRequiredService<AlertPublisher>();
        using var loop = ActivatorUtilities.CreateInstance<FanOutLoop>(parts);
        await loop.StartedAsync(cancellationToken);
        try
        {
            for (var alert = 1; alert <= Alerts; alert++)
            {
                await publisher.Publish(
                    TestAlert.For($"{Channel}{alert}", time.GetUtcNow()) with { Channel = Channel, Areas = [new Area(Group(alert), Channel)] },
                    cancellationToken);
                for (var delivery = 0; delivery < GroupSize; delivery++)
                    await arrived.WaitAsync(cancellationToken);

                if (alert == 1)
                    await Task.Delay(GroupPause, time, cancellationToken);
            }
        }
        finally
        {
            // Returns when the outcomes are recorded.
            await loop.StopAsync(CancellationToken.None);
        }
    }

    private static string Group(int number) => string.Create(CultureInfo.InvariantCulture, $"X{number % Groups}");

    private static async Task Subscribe(
        ISubscriptionStore subscriptions, IReadOnlyList<string> targets, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var number = 0; number < targets.Count; number++)
        {
            var subscription = new Subscription
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{Channel}_{number}"),
                Tenant = Channel,
                Target = new Uri(targets[number]),
                Filter = new Filter { Countries = [Group(number)] },
                CreatedAt = now,
                UpdatedAt = now,
                Secrets = [new SigningSecret(SigningSecrets.New())],
            };
            await subscriptions.Add(subscription, cancellationToken);
        }
    }

    private static WebApplication Receiver(SemaphoreSlim arrived)
    {
        // Empty, so that it does not listen on the relay's own address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            for (var client = 0; client < Groups * GroupSize; client++)
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            // Connecting is most of the cost of a first alert.
            context.Response.Headers.Connection = "close";
            arrived.Release();
        });
        return app;
    }

    // In memory: a program that is killed meanwhile leaves nothing behind.
    private static ServiceProvider Parts(TimeProvider time)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Delivery:AllowPrivateNetworks"] = "true",
            ["Security:EncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton(time)
            .AddLogging()
            .AddSqliteStorage()
            .AddSingleton(_ => SqliteDatabase.InMemory(time))
            .AddDelivery()
            .BuildServiceProvider();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The warm-up failed: the first alert may take a second longer")]
    private static partial void LogBrokeOff(Exception fault, ILogger logger);
}
