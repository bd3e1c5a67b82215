using System.ComponentModel;
using System.Diagnostics;

namespace AlertRelay.Benchmarks.Accuracy;

/// <summary>Where the tapes are: folders that hold a tape.json, and histories from which build_tape.py makes one.</summary>
public static class TapeFolders
{
    /// <param name="scratch">Where tapes are built: they are large.</param>
    public static IEnumerable<string> Under(string folder, string scratch)
    {
        var script = Path.Combine(folder, "build_tape.py");
        foreach (var inner in Directory.GetDirectories(folder).Prepend(folder).Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(inner, "tape.json")))
                yield return inner;
            else if (inner != folder && File.Exists(script) && Built(script, inner, Path.Combine(scratch, Path.GetFileName(inner))) is { } built)
                yield return built;
        }
    }

    private static string? Built(string script, string history, string tape)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", [script, history, tape]) { RedirectStandardOutput = true })!;
            python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? tape : throw new InvalidOperationException($"{script} ended with {python.ExitCode} for {history}.");
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"{history} is left out: there is no python3 to build its tape.");
            return null;
        }
    }
}
