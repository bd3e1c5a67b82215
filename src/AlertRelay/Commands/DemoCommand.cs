using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using AlertRelay.Channels;
using AlertRelay.Commands.Replay;
using AlertRelay.Hosting;
using AlertRelay.Polling;
using AlertRelay.Registration;

namespace AlertRelay.Commands;

/// <summary>
/// The whole path without the internet: a relay, a listener that subscribes over HTTP, and the first days of January 2020 as a tape in the publishers' shapes.
/// </summary>
public static class DemoCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var command = new Command("demo", "Play 3 to 10 January 2020 through a relay to a listener on this machine; needs no network");
        command.SetAction(Demo);
        return command;
    }

    private static async Task<int> Demo(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var folder = new TempDirectory();
        var tape = Tape.Open(DemoTape.Extract(folder.Path));
        var arrived = System.Threading.Channels.Channel.CreateUnbounded<(string Verdict, JsonElement Event)>();
        string? secret = null;

        await using var listener = ListenCommand.Build(
            port: 0, () => secret, TimeProvider.System, (verdict, body) => arrived.Writer.TryWrite((verdict, body.Clone())));
        await listener.StartAsync(cancellationToken);
        await using var relay = RelayHost.Server(Configuration(folder.Path), "http://127.0.0.1:0");
        await relay.StartAsync(cancellationToken);
        secret = await Subscribe(relay, listener.Urls.First(), cancellationToken);

        Console.WriteLine($"A relay runs on {relay.Urls.First()}, a listener on {listener.Urls.First()} has subscribed to everything.");
        Console.WriteLine($"Now playing: {tape.Title}, as the publishers' servers showed it.");
        var verified = await Play(tape, relay.Services, arrived.Reader, cancellationToken);
        await relay.StopAsync(cancellationToken);
        return verified ? 0 : 1;
    }

    private static async Task<bool> Play(
        Tape tape, IServiceProvider services, ChannelReader<(string Verdict, JsonElement Event)> arrived, CancellationToken cancellationToken)
    {
        using var run = new TapeRun(
            tape,
            services.GetRequiredService<ChannelCatalog>(),
            services.GetRequiredService<IChannelStore>(),
            services.GetRequiredService<IEvidenceStore>(),
            services.GetRequiredService<Outbox>());
        var all = true;
        var deliveries = 0;
        await foreach (var (poll, channel, report) in run.Play(cancellationToken))
        {
            if (poll == 0)
                Console.WriteLine(
                    $"  {tape.Polls[0].At:d MMMM HH:mm}  {channel.Name}: {report.Listed} notices and {report.PagesRead} pages read; the first reading "
                    + "sends nothing.");
            for (var alert = 0; alert < report.Alerts.Count; alert++)
                all &= await Print(arrived, tape.Polls[poll].At, cancellationToken);
            deliveries += report.Alerts.Count;
        }

        Console.WriteLine($"{deliveries} alerts, each signed and delivered once. To watch the real channels, run the program without a command.");
        return all && deliveries > 0;
    }

    private static async Task<bool> Print(ChannelReader<(string Verdict, JsonElement Event)> arrived, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        var (verdict, body) = await arrived.ReadAsync(deadline.Token);
        Console.WriteLine($"  {at:d MMMM HH:mm}  {body.GetProperty("data").GetProperty("headline").GetString()}");
        Console.WriteLine($"                   {body.GetProperty("type").GetString()}, {body.GetProperty("id").GetString()}, {verdict}");
        return verdict == "signature holds";
    }

    /// <returns>The secret with which the relay signs for the listener.</returns>
    private static async Task<string> Subscribe(WebApplication relay, string target, CancellationToken cancellationToken)
    {
        var key = await relay.Services.GetRequiredService<ApiKeyService>().EnsureFirstKey(cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(relay.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.PostAsync(
            "/api/v1/subscriptions",
            new StringContent($$"""{"name":"demo","target":"{{target}}/hook"}""", MediaTypeHeaderValue.Parse("application/json")),
            cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var made = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return made.RootElement.GetProperty("secret").GetString()!;
    }

    // The relay's own poll loop has nothing to do: the tape polls.
    private static IConfiguration Configuration(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(folder, "data"),
            ["Delivery:AllowPrivateNetworks"] = "true",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var channel in ChannelCatalog.Load(null).All)
            settings[$"Channels:{channel.Id}:Enabled"] = "false";
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}

/// <summary>The embedded tape of Commands/Demo.</summary>
public static class DemoTape
{
    private const string Prefix = "Demo/";

    /// <returns>The folder with its files.</returns>
    public static string Extract(string folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "tape")).FullName;
        var assembly = typeof(DemoTape).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(Path.Combine(target, Path.GetFileName(name)));
            content.CopyTo(file);
        }

        return target;
    }
}
