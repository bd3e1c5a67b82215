using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Tables for people. In a pipe or a file there is no edge to wrap at.</summary>
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
