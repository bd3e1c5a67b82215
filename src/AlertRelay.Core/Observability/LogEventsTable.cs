using System.Reflection;

namespace AlertRelay.Observability;

/// <summary>The event ids as the table in docs/operate/log.md.</summary>
public static class LogEventsTable
{
    private const string Head = "| event | level | what happened | what to do |\n|---|---|---|---|\n";

    public static string Write() => string.Concat([Head, .. Events().Select(Row)]);

    internal static IEnumerable<(int Id, LogEventAttribute Event)> Events() => typeof(EventIds)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => ((int)field.GetRawConstantValue()!, field.GetCustomAttribute<LogEventAttribute>()
            ?? throw new InvalidOperationException($"Write [LogEvent(…)] above {field.Name}.")))
        .OrderBy(each => each.Item1);

    private static string Row((int Id, LogEventAttribute Event) each) =>
        $"| {each.Id} | {each.Event.Level.ToString().ToLowerInvariant()} | {each.Event.What} |{(each.Event.WhatToDo is { } advice ? $" {advice}" : "")} |\n";
}

/// <summary>What an event id means, in Markdown.</summary>
/// <param name="whatToDo">Null for nothing.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class LogEventAttribute(LogLevel level, string what, string? whatToDo = null) : Attribute
{
    public LogLevel Level => level;

    public string What => what;

    public string? WhatToDo => whatToDo;
}
