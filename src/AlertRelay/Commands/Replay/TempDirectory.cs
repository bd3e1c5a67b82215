namespace AlertRelay.Commands.Replay;

/// <summary>A temporary folder, deleted when disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("alertrelay-").FullName;

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
