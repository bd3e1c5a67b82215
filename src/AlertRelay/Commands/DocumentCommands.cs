using System.CommandLine;
using AlertRelay.Api.OpenApi;
using AlertRelay.Composition;
using AlertRelay.Hosting;

namespace AlertRelay.Commands;

public static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command("settings", "Print every setting with its default and meaning, as docs/settings.md holds them");
        command.SetAction(_ => Console.Write(SettingsPage.Write()));
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
