namespace AlertRelay.Channels;

/// <summary>The catalogue cannot be used. The message has a line for each fault: file, line, and what to write instead.</summary>
internal sealed class CatalogException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
