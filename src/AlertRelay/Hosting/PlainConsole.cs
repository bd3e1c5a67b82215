using System.Globalization;
using System.Net.Sockets;
using AlertRelay.Composition;
using AlertRelay.Observability;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AlertRelay.Hosting;

/// <summary>The log for people: date and time, the level if it is not information, and the message.</summary>
public sealed class PlainConsole(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var word = logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "ERROR: ",
            LogLevel.Warning => "warning: ",
            _ => "",
        };
        var reason = logEntry.Exception is null ? null : Expected(logEntry.Exception);
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception) + (reason is null ? "" : $": {reason}");
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        // A publisher's or receiver's text must not be able to write log lines of its own.
        textWriter.WriteLine($"{now} {word}{PlainText.OneLine(message)}");
        if (logEntry.Exception is { } bug && reason is null)
            textWriter.WriteLine(PlainText.Lines(bug.ToString()));
    }

    /// <returns>The message of an external failure, for the operator; null for a bug, which needs its stack trace.</returns>
    private static string? Expected(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: { Count: > 0 } all } =>
            all.Select(Expected).ToList() is var reasons && reasons.TrueForAll(reason => reason is not null) ? string.Join("; ", reasons.Distinct()) : null,
        IOException or SocketException or HttpRequestException or TimeoutException => fault.Message,
        _ => OperatorErrors.Explain(fault),
    };
}

public static class PlainConsoleLogging
{
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(options => options.FormatterName = PlainConsole.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter>(_ => new PlainConsole(TimeProvider.System));
        // A failed start is reported once, by the command.
        return logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            .AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
