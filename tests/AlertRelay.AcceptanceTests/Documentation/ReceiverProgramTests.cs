using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Documentation;

/// <summary>The three receivers of docs/build/receivers.md, started as the page says, against a relay.</summary>
public sealed class ReceiverProgramTests : IDisposable
{
    private const string ShownPort = "7072";

    private static readonly DocumentedPage Page = new("docs/build/receivers.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-receiver-").FullName;
    private readonly int _port = FreePort();

    [Theory]
    [InlineData("receiver.py")]
    [InlineData("receiver.ts")]
    [InlineData("receiver.cs")]
    public async Task A_receiver_opts_in_verifies_and_ignores_repeats(string file)
    {
        await using var trial = await Trial.Start(("Iran", 4));
        Save(file);
        using var process = Start(file, trial.Secret);
        try
        {
            var lines = new ProcessLines(process);
            using var client = new HttpClient();
            var hook = new Uri($"http://localhost:{_port}/hook");
            await Eventually.Is(async () => await Listens(client, hook), $"{file} listens: {string.Join('\n', lines.All)}");

            var (id, _) = await trial.Relay.Subscribe(hook, secret: trial.Secret);
            using var tested = await trial.Relay.Api.PostAsync($"/api/v1/subscriptions/{id}/test", null, TestContext.Current.CancellationToken);
            var outcome = await tested.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

            Assert.Equal("delivered", outcome.GetProperty("outcome").GetString());
            await lines.First(line => line.StartsWith("org.alertrelay.alert.test: ", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
            var now = TimeProvider.System.GetUtcNow();
            Assert.Equal(HttpStatusCode.NoContent, await Post(client, hook, trial.Secret, now));
            Assert.Equal(HttpStatusCode.NoContent, await Post(client, hook, trial.Secret, now));
            Assert.Equal(HttpStatusCode.Unauthorized, await Post(client, hook, "whsec_" + Convert.ToBase64String(new byte[24]), now));
            Assert.Equal(HttpStatusCode.Unauthorized, await Post(client, hook, trial.Secret, now - TimeSpan.FromMinutes(6)));
            await lines.First(line => line == "org.alertrelay.alert.raised: Iran", TimeSpan.FromSeconds(10));
            Assert.Single(lines.All, line => line == "org.alertrelay.alert.raised: Iran");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Save(string file)
    {
        var block = Page.Blocks.Single(block => block.File == file);
        File.WriteAllText(Path.Combine(_folder, file), block.Text.Replace(ShownPort, $"{_port}", StringComparison.Ordinal));
        if (file == "receiver.ts")
            Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(Repository.Root, "tests", "npm", "node_modules"));
    }

    // What the page has its reader type, without the installation of packages. npx looks for a package that is there in the network.
    private Process Start(string file, string secret)
    {
        var commands = Page.Commands
            .Where(command => command.Contains(file, StringComparison.Ordinal) || (file == "receiver.ts" && command == "node receiver.js"))
            .Select(command => command.Replace("npx tsc", "node_modules/.bin/tsc", StringComparison.Ordinal));
        var start = new ProcessStartInfo("bash", ["-c", string.Join(" && ", commands)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["SECRET"] = secret;
        return Process.Start(start)!;
    }

    private static async Task<bool> Listens(HttpClient client, Uri hook)
    {
        try
        {
            using var answer = await client.PostAsync(hook, new StringContent("{}"), TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> Post(HttpClient client, Uri hook, string secret, DateTimeOffset at)
    {
        const string Body = """{"type":"org.alertrelay.alert.raised","data":{"headline":"Iran"}}""";
        var signed = Encoding.UTF8.GetBytes($"alr_1.{at.ToUnixTimeSeconds()}.{Body}");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new StringContent(Body) };
        request.Headers.Add("webhook-id", "alr_1");
        request.Headers.Add("webhook-timestamp", $"{at.ToUnixTimeSeconds()}");
        request.Headers.Add("webhook-signature", $"v1a,AAAA v1,{signature}");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
