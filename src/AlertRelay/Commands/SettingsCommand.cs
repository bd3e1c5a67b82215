using System.CommandLine;
using AlertRelay.Composition;

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
