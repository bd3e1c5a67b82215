using System.ComponentModel;
using System.Diagnostics;

namespace AlertRelay.Tests.Infra;

/// <param name="Said">Both streams, the output first.</param>
internal sealed record Ran(int ExitCode, string Said);

/// <summary>A program outside the relay, run to its end.</summary>
internal sealed class Tool(string program, string? searchPath = null)
{
    public async Task<Ran> Run(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (searchPath is not null)
            start.Environment["PATH"] = searchPath;
        // The Bicep CLI is a .NET program that refuses to start where no culture data are installed.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";

        using var process = Started(start);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, await output + await errors);
    }

    /// <param name="remedy">What to do where there is no such program.</param>
    public static Process Started(ProcessStartInfo start, string remedy = "install it")
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"This test runs '{start.FileName}', and there is none here: {remedy}.", missing);
        }
    }
}
