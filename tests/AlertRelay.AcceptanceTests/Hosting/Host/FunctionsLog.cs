using AlertRelay.AcceptanceTests.Hosting.Rpc;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>What the workers logged: entries by gRPC, and the lines of their output.</summary>
public sealed class FunctionsLog
{
    private readonly List<RpcLog> _entries = [];
    private readonly List<ProcessLines> _output = [];
    private readonly Lock _access = new();

    public IReadOnlyList<RpcLog> Entries
    {
        get
        {
            lock (_access)
                return [.. _entries];
        }
    }

    /// <summary>Everything that an operator could read.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_access)
                return [.. _entries.Select(Line), .. _output.SelectMany(lines => lines.All)];
        }
    }

    /// <summary>Messages of one call.</summary>
    public IReadOnlyList<string> Of(string invocationId) => [.. Entries.Where(entry => entry.InvocationId == invocationId).Select(entry => entry.Message)];

    public int Count(string part) => Entries.Count(entry => entry.Message.Contains(part, StringComparison.Ordinal));

    public async Task Says(string invocationId, string part)
    {
        try
        {
            await Eventually.Is(() => Of(invocationId).Any(message => message.Contains(part, StringComparison.Ordinal)), $"the call's log says \"{part}\"");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} It says:\n{string.Join('\n', Of(invocationId))}", late);
        }
    }

    public Task Says(string part) => Eventually.Is(() => Count(part) > 0, $"the log says \"{part}\"");

    private static string Line(RpcLog entry) => $"{entry.Level} {entry.Category}: {entry.Message} {entry.Exception?.Message} {entry.Exception?.StackTrace}";

    internal void Add(RpcLog entry)
    {
        lock (_access)
            _entries.Add(entry);
    }

    internal void Add(ProcessLines output)
    {
        lock (_access)
            _output.Add(output);
    }
}
