using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>What nobody who signs and posts from .NET can undercut: a loop that does only that, in a process of its own.</summary>
internal static class BareLoop
{
    public const string Role = "bare";

    private const int BodyLength = 1500;

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32), Body = Encoding.UTF8.GetBytes(new string('x', BodyLength));

    public static HttpMessageInvoker Client() => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <summary>Posts to all targets for each line that names a concurrency, and answers with the milliseconds it took.</summary>
    public static async Task<int> Run(IReadOnlyList<string> targets)
    {
        var all = targets.Select(target => new Uri(target)).ToList();
        using var http = Client();
        while (await Console.In.ReadLineAsync() is { } concurrency)
        {
            var watch = Stopwatch.StartNew();
            await Post(http, all, int.Parse(concurrency, CultureInfo.InvariantCulture));
            Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    public static Task Post(HttpMessageInvoker http, IReadOnlyList<Uri> targets, int concurrency) =>
        Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (target, cancellationToken) =>
        {
            var id = "alr_0";
            var timestamp = "1578127821";
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(Body).ToArray()));
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(Body) };
            request.Headers.TryAddWithoutValidation("webhook-id", id);
            request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
            request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,{signature}");
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
        });
}
