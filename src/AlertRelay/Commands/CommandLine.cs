using System.CommandLine;
using System.Net.Sockets;
using AlertRelay.Commands.Replay;
using AlertRelay.Composition;
using AlertRelay.Storage;

namespace AlertRelay.Commands;

/// <summary>The commands. Errors are one sentence on standard error and exit code 2.</summary>
public static class CommandLine
{
    private const int WrongInput = 2;

    // The exit code of shells for a program that Ctrl+C ended.
    private const int Stopped = 130;

    // Running requests get two seconds, and their outcomes are recorded; containers are killed after ten
    // (https://docs.docker.com/reference/cli/docker/container/stop/).
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(9);

    /// <summary>For every command.</summary>
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the SQLite file (setting Storage:Path; default ./data)",
        HelpName = "FOLDER",
        Recursive = true,
    };

    /// <summary>For every command.</summary>
    public static readonly Option<string?> Kind = new Option<string?>("--storage")
    {
        Description = "Where state is kept: a SQLite file, or an Azure storage account (settings Storage:AccountName or Storage:ConnectionString)",
        HelpName = "sqlite|azure",
        Recursive = true,
    }.AcceptOnlyFromAmong(StorageOptions.Sqlite, StorageOptions.Azure);

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand(
            "Watches official advisory channels and sends their changes to webhooks, chats and inboxes. Without a command it starts the relay on "
            + "http://localhost:7071.")
        {
            ServeCommand.Create(),
            PollCommand.Create(),
            ChannelsCommand.Create(),
            CountriesCommand.CreateCountries(),
            CountriesCommand.CreateLevels(),
            ReplayCommand.Create(),
            PreviewCommand.Create(),
            DemoCommand.Create(),
            ListenCommand.Create(),
            KeysCommand.Create(),
            SubscriptionsCommand.Create(),
            AuditCommand.Create(),
            DoctorCommand.Create(),
            OpenApiCommand.Create(),
        };
        foreach (var reference in ReferenceCommands.Create())
            root.Add(reference);
        root.Add(Data);
        root.Add(Kind);
        ServeCommand.MakeDefault(root);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && !args.Any(arg => arg is "--help" or "-h" or "-?" or "--version"))
            return Refuse($"{parsed.Errors[0].Message} Try --help.");

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop });
        }
        catch (Exception fault) when (Explain(fault) is { } sentence)
        {
            return Refuse(sentence);
        }
        catch (OperationCanceledException stop) when (stop.InnerException is not TimeoutException)
        {
            return Stopped;
        }
    }

    /// <summary>The configuration, overridden by the command line.</summary>
    public static IConfiguration Configuration(this ParseResult parsed, params (string Key, string? Value)[] further) =>
        Settings.Load(further.Append(("Storage:Path", parsed.GetValue(Data)))
            .Append(("Storage:Kind", parsed.GetValue(Kind)))
            .Where(pair => pair.Item2 is not null)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2));

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return WrongInput;
    }

    private static string? Explain(Exception fault) => fault switch
    {
        TapeException => fault.Message,
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "The port is in use; stop the other program or choose another one with --port.",
        _ => OperatorErrors.Explain(fault) ?? (fault.InnerException is { } inner ? Explain(inner) : null),
    };
}

/// <summary>A file that is named on the command line.</summary>
internal static class InputFile
{
    /// <exception cref="OperatorException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {fault.Message.TrimEnd('.')}.");
        }
    }
}
