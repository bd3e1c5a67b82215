using System.Text;
using AlertRelay.Observability;
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

/// <summary>Standard output or error without control characters: names, titles and responses are untrusted.</summary>
public sealed class PlainWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Installs it for all output of this program.</summary>
    public static void Install()
    {
        Console.SetOut(new PlainWriter(Console.Out));
        Console.SetError(new PlainWriter(Console.Error));
    }

    public override void Write(char value) => inner.Write(PlainText.Lines(value.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : PlainText.Lines(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : PlainText.Lines(value));

    public override void Flush() => inner.Flush();
}
