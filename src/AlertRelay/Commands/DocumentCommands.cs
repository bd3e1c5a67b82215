using System.CommandLine;
using AlertRelay.Api.OpenApi;
using AlertRelay.Composition;
using AlertRelay.Hosting;
using AlertRelay.Observability;

namespace AlertRelay.Commands;

/// <summary>Print the parts of the documentation that the code knows.</summary>
public static class ReferenceCommands
{
    public static Command[] Create() =>
    [
        Printing("settings", "Print every setting with its default and meaning, as docs/settings.md holds them", SettingsPage.Write),
        Printing("problems", "Print every error of the API and what to do, as docs/problems.md holds them", ProblemsPage.Write),
        Printing("metrics", "Print the table of metrics in docs/operate/telemetry.md", MetricsTable.Write),
        Printing("log-events", "Print the table of event ids in docs/operate/log.md", LogEventsTable.Write),
    ];

    private static Command Printing(string name, string description, Func<string> text)
    {
        var command = new Command(name, description);
        command.SetAction(_ => Console.Write(text()));
        return command;
    }
}

public static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of the API, as docs/openapi.json holds it");
        command.SetAction(Print);
        return command;
    }

    private static async Task Print(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The document needs the built pipeline only. The application is not started.
        await using var app = RelayHost.Server(parsed.Configuration(), urls: "http://127.0.0.1:0");
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(await app.Services.GetRequiredService<ApiDocument>().Json(), cancellationToken);
    }
}
