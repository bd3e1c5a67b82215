using AlertRelay.Composition;

namespace AlertRelay.Commands;

/// <summary>A file that is named on the command line.</summary>
internal static class InputFile
{
    /// <exception cref="OperatorException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {fault.Message.TrimEnd('.')}.");
        }
    }
}
