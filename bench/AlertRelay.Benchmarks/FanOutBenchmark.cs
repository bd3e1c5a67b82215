using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Benchmarks;

/// <summary>One alert to 1,000 receivers on 1,000 ports, matched, signed and recorded, against a loop that only signs and posts.</summary>
public static class FanOutBenchmark
{
    internal const int Receivers = 1000;
    private const int Concurrency = 64;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static async Task Run()
    {
        await using var sink = await Start();
        await using var parts = new RelayParts();
        var targets = sink.Urls.Select(url => new Uri($"{url}/hook")).ToList();
        await Subscribe(parts.Get<ISubscriptionStore>(), targets);

        using var bare = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var limit = await Measured.Of("bare loop: sign and post", Receivers, () => Bare(bare, targets));
        var number = 0;
        var relay = await Measured.Of("relay: match, sign, post, record", Receivers, () => FanOut(parts, ++number));
        Measured.Print("One alert to 1,000 receivers, warm", limit, relay);
        Console.WriteLine($"Memory: {Environment.WorkingSet / 1_048_576} MB, receivers included.");
    }

    internal static async Task FanOut(RelayParts parts, int number)
    {
        var dispatcher = parts.Get<Dispatcher>();
        var queue = parts.Get<IWorkQueue>();
        await parts.Get<AlertPublisher>().Publish(Alert(number), CancellationToken.None);
        while (await queue.Take(4, TimeSpan.FromMinutes(3), CancellationToken.None) is { Count: > 0 } pages)
        {
            await Task.WhenAll(pages.Select(async page =>
            {
                await dispatcher.SendPage(page.Page, CancellationToken.None);
                await queue.Complete(page, CancellationToken.None);
            }));
        }
    }

    internal static Task Bare(HttpMessageInvoker http, IReadOnlyList<Uri> targets)
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 1500));
        return Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (target, cancellation) =>
        {
            var id = "alr_0";
            var timestamp = "1578127821";
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(body).ToArray()));
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation("webhook-id", id);
            request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
            request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,{signature}");
            using var response = await http.SendAsync(request, cancellation);
            response.EnsureSuccessStatusCode();
        });
    }

    internal static async Task Subscribe(ISubscriptionStore store, IReadOnlyList<Uri> targets)
    {
        foreach (var (target, number) in targets.Select((target, number) => (target, number)))
        {
            await store.Add(
                new Subscription
                {
                    Id = $"sub_{number:D26}",
                    Tenant = "bench",
                    Target = target,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    UpdatedAt = DateTimeOffset.UnixEpoch,
                    Secrets = [new SigningSecret("whsec_" + Convert.ToBase64String(Key))],
                },
                CancellationToken.None);
        }
    }

    private static Alert Alert(int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"alr_{number:x32}"),
        Channel = "bench",
        Authority = "Benchmark",
        Key = "IR",
        Revision = number,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        Category = Category.Travel,
        Title = "Iran",
        Headline = "Benchmark raises Iran",
        Text = new string('x', 600),
        Level = new Level("4", "Do not travel", Severity.Extreme, Step: 4),
        Areas = [new Area("IR", "Iran")],
        Language = "en",
        DetectedAt = DateTimeOffset.UnixEpoch,
        Link = new Uri("https://example.org/iran"),
        Evidence = new Evidence(new Uri("https://example.org/feed.xml"), DateTimeOffset.UnixEpoch, new string('0', 64)),
    };

    internal static async Task<WebApplication> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var receiver = 0; receiver < Receivers; receiver++)
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.MapPost("/hook", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.NoContent();
        });
        await app.StartAsync();
        return app;
    }
}
