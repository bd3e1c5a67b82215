using System.Diagnostics;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>A process beside this one that answers a line with a line.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    /// <summary>Of the process, since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_048_576;
        }
    }

    /// <summary>The most that it held since its start.</summary>
    public double PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1_048_576.0;
        }
    }

    public static Child Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;

        return new Child(Process.Start(info)!);
    }

    /// <summary>This very program in another role.</summary>
    public static Child InRole(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Start(Environment.ProcessPath!, arguments, environment);

    public async Task<string> Read() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} has ended.");

    public async Task<string> Ask(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await Read();
    }

    /// <summary>What it says is of no interest from here on.</summary>
    public void Ignore()
    {
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
