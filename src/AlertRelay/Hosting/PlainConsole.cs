using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AlertRelay.Hosting;

/// <summary>The log as a person reads it: the time, the sentence, and a word in front when something is wrong.</summary>
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
        textWriter.WriteLine($"{time.GetUtcNow():HH:mm:ss} {word}{OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception))}");
        if (logEntry.Exception is not null)
            textWriter.WriteLine(logEntry.Exception);
    }

    // A publisher's or receiver's text must not be able to write log lines of its own.
    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}

public static class PlainConsoleLogging
{
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(options => options.FormatterName = PlainConsole.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter>(_ => new PlainConsole(TimeProvider.System));
        // A start that fails is explained once, by whoever started it.
        return logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            .AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
