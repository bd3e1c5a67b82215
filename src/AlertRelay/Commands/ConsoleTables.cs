using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Tables for people. Not wrapped in a pipe or a file.</summary>
public static class ConsoleTables
{
    private const int WidthWithoutTerminal = 220;

    public static void Print(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthWithoutTerminal;
        AnsiConsole.Write(table.Border(TableBorder.Simple));
    }
}
