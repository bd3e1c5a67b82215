using System.Diagnostics;
using System.Threading.Channels;

namespace AlertRelay.AcceptanceTests;

/// <summary>What a process prints, line by line, both streams.</summary>
public sealed class ProcessLines
{
    private readonly List<string> _all = [];
    private readonly Channel<string> _new = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public ProcessLines(Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    /// <summary>The next line that will do; lines before it are passed over.</summary>
    public async Task<string> First(Func<string, bool> wanted, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            while (true)
            {
                var line = await _new.Reader.ReadAsync(deadline.Token);
                if (wanted(line))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The line did not come within {patience}. What came:\n{string.Join('\n', All)}");
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;

        lock (_all)
            _all.Add(line.Data);
        _new.Writer.TryWrite(line.Data);
    }
}
