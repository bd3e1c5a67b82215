using System.CommandLine;
using AlertRelay.Web;
using AlertRelay.Web.OpenApi;

namespace AlertRelay.Cli;

public static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of the API, as docs/openapi.json holds it");
        command.SetAction(Print);
        return command;
    }

    private static async Task Print(ParseResult parsed, CancellationToken cancellation)
    {
        await using var app = Relay.WebBuilder(parsed.Configuration()).Build();
        app.MapWeb();
        // The routes are known to the document from here on; the application need not start for it.
        app.UseEndpoints(_ => { });
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(await app.Services.GetRequiredService<ApiDocument>().Json(), cancellation);
    }
}
