using AlertRelay.Hosting;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Composition;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Commands;

/// <summary>Prints an alert as a receiver would get it. Nothing is sent.</summary>
public static class PreviewCommand
{
    private static readonly Argument<string> Which = new("alert") { Description = "The id of an alert in the history, or a file that holds one as JSON" };
    private static readonly Option<string> FormatName = new("--format")
    {
        Description = "webhook, slack, teams, discord, ...",
        DefaultValueFactory = _ => "webhook",
        HelpName = "FORMAT",
    };

    public static Command Create()
    {
        var command = new Command("preview", "Print an alert as a receiver of a format would get it; nothing is sent") { Which, FormatName };
        command.SetAction(Preview);
        return command;
    }

    private static async Task<int> Preview(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var formats = services.GetRequiredService<MessageFormats>();
        var name = parsed.GetValue(FormatName)!;
        var format = formats.Find(name) ?? throw new OperatorException($"The format {formats.NotKnown(name)}");
        var which = parsed.GetValue(Which)!;
        var alert = File.Exists(which) ? FromFile(which) : await services.GetRequiredService<IAlertStore>().Find(which, cancellationToken);
        if (alert is null)
            throw new OperatorException($"There is no alert {which} in the history, and no file of that name; GET /api/v1/alerts lists those that there are.");

        Console.WriteLine(Encoding.UTF8.GetString(format.Render(alert).Body.Span));
        return 0;
    }

    private static Alert? FromFile(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.Read(file), AlertJson.Wire.Alert);
        }
        catch (JsonException fault)
        {
            throw new OperatorException($"{file} holds no alert: {fault.Message} Save one with GET /api/v1/alerts/ID.");
        }
    }
}
