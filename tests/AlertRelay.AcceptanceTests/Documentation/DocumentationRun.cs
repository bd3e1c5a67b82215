using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AlertRelay.AcceptanceTests.Documentation;

/// <summary>
/// Runs the commands of all pages, as a reader types them: "Five minutes" first, whose relay and receiver the others use.
/// The programs are the published ones, on free ports, and poll no channel.
/// </summary>
public sealed partial class DocumentationRun : IAsyncLifetime
{
    private const string First = "docs/start/five-minutes.md";

    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(5);

    // What cannot run here, or not within seconds. Everything else must.
    private static readonly (Regex Command, string Reason)[] NotRun =
    [
        (new(@"\baz |\$(vault|app)\b|\$\{old\}"), "Azure"),
        (new(@"^(sudo|docker|journalctl|npm|node|git)\b|func start|/etc/"), "another program or machine"),
        (new(@"\.sh\b|\./test|dotnet (build|test|exec|publish)|bench/AlertRelay"), "builds the project or takes minutes"),
        (new(@"^(python3|dotnet run) receiver|^npx "), "ReceiverProgramTests runs it"),
        (new(@"curl .*https://|""target"": ""https://|doctor --live|src/AlertRelay -- poll"), "the internet"),
        (new("whsec_…|> docs/"), "a secret, or changes the repository"),
        (new("mailto:"), "a mail server"),
        (new("--storage azure|Storage__|Security__"), "a storage account"),
        (new("data-before|-m 700 data|cp backup/"), "the relay must not run"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-docs-").FullName;
    private readonly int _relay = FreePort(), _receiver = FreePort();

    /// <returns>The exit code, and what the commands printed, with the ports that the page shows.</returns>
    public (int ExitCode, string Output) Of(string page) =>
        (int.Parse(File.ReadAllText(Log(page) + ".code"), System.Globalization.CultureInfo.InvariantCulture), Shown(page));

    public async ValueTask InitializeAsync()
    {
        foreach (var folder in new[] { "src", "docs", "infra", "bench" })
            Directory.CreateSymbolicLink(Path.Combine(_folder, folder), Path.Combine(Repository.Root, folder));
        var pages = DocumentedPage.All.OrderByDescending(name => name == First).Select(name => new DocumentedPage(name)).ToList();
        foreach (var block in pages.SelectMany(page => page.Blocks).Where(block => block.File is not null))
            Save(block.File!, block.Text);
        Save("run.sh", $"{Prelude}{string.Concat(pages.Select(Section))}wait\n");

        var start = new ProcessStartInfo("bash", ["run.sh"]) { WorkingDirectory = _folder };
        foreach (var (name, value) in Settings())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync().WaitAsync(MaxDuration);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            foreach (var server in File.Exists(Servers) ? await File.ReadAllLinesAsync(Servers) : [])
                using (var kill = Process.Start("bash", ["-c", $"kill -KILL {server} 2>/dev/null"]))
                    await kill.WaitForExitAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Save(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private IEnumerable<(string, string)> Settings() =>
    [
        .. Trial.Off().Select(setting => (setting.Name.Replace('-', '_'), setting.Value)),
        ("ALERTRELAY_PROGRAM", RelayProgram.Executable),
        ("RELAY_PORT", $"{_relay}"),
        ("RECEIVER_PORT", $"{_receiver}"),
    ];

    // "dotnet run" would build; the shell's function starts what is built, and a server on the port that this run has for it.
    private const string Prelude =
        """
        set -u
        dotnet() {
          [ "$1 $2 $3" = "run --project src/AlertRelay" ] || { echo "This run knows no dotnet $*" >&2; return 64; }
          shift 3
          [ "${1:-}" != -- ] || shift
          relay_program "$@"
        }
        relay_program() {
          case "${1:-}" in
            "") exec "$ALERTRELAY_PROGRAM" serve --urls "http://localhost:$RELAY_PORT" ;;
            listen) exec "$ALERTRELAY_PROGRAM" "$@" --port "$RECEIVER_PORT" ;;
            *) "$ALERTRELAY_PROGRAM" "$@" ;;
          esac
        }
        started() { # a log: waits until the server that writes it listens
          for _ in $(seq 600); do ! grep -q 'Listening on' "$1" || return 0; sleep 0.1; done
          return 1
        }

        """;

    private string Section(DocumentedPage page)
    {
        var (log, script, servers) = (Log(page.Name), new List<string>(), 0);
        foreach (var command in page.Commands.Where(command => !NotRun.Any(one => one.Command.IsMatch(command))))
        {
            var typed = Typed(command);
            if (!Server.IsMatch(command))
                script.Add(typed);
            else if (page.Name == First)
                script.Add($"{{ {typed}; }} > server{++servers}.log 2>&1 & echo $! >> servers; started server{servers}.log");
        }

        // The other pages use the subscription of the first.
        if (page.Name == First)
            script.Add("echo \"$ID\" > subscription");
        // Pages that change the subscription come one after the other. The others run beside them: some wait for seconds.
        var isAlone = page.Name == First || script.Any(command => command.Contains("$(cat subscription)", StringComparison.Ordinal));
        return $"{{ ( set -euo pipefail\n{string.Join('\n', script)}\n) > {log} 2>&1\necho $? > {log}.code; }}{(isAlone ? "" : " &")}\n";
    }

    private string Typed(string command) => command
        .Replace("localhost:7071", $"127.0.0.1:{_relay}", StringComparison.Ordinal)
        .Replace("localhost:7072", $"127.0.0.1:{_receiver}", StringComparison.Ordinal)
        .Replace("ark_…", "$(grep -oh 'ark_[A-Za-z0-9_-]*' server1.log)", StringComparison.Ordinal)
        .Replace("sub_…", "$(cat subscription)", StringComparison.Ordinal);

    private string Servers => Path.Combine(_folder, "servers");

    private string Log(string page) => Path.Combine(_folder, page.Replace('/', '_') + ".log");

    // A page that starts the server again describes the same one.
    private string Shown(string page)
    {
        var starts = new DocumentedPage(page).Commands.Any(command => Server.IsMatch(command));
        string[] servers = starts ? Directory.GetFiles(_folder, "server*.log") : [];
        return string.Concat(servers.Order(StringComparer.Ordinal).Prepend(Log(page)).Select(File.ReadAllText))
            .Replace($":{_relay}", ":7071", StringComparison.Ordinal)
            .Replace($":{_receiver}", ":7072", StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What runs until it is stopped, in a terminal of its own.</summary>
    [GeneratedRegex(@"(dotnet run --project src/AlertRelay|alertrelay)( --)?( serve\b.*| listen\b.*)?$")]
    private static partial Regex Server { get; }
}
