namespace AlertRelay.Commands.Replay;

/// <summary>A folder of its own that is gone afterwards.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("alertrelay-").FullName;

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
