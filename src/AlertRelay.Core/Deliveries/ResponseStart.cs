using System.Buffers;
using System.Text;

namespace AlertRelay.Deliveries;

/// <summary>Reads a response to its end, so that the connection can be reused, and returns its start for the receiver's owner.</summary>
internal static class ResponseStart
{
    /// <summary>The connection of a longer response is not reused.</summary>
    public const int ReadLimit = 16 * 1024;

    /// <summary>In bytes.</summary>
    public const int MaxLength = 1024;

    /// <summary>Never fails: the status decides the outcome, whether the body is complete or not.</summary>
    /// <param name="limit">The maximum length of the result in bytes, at most <see cref="ReadLimit"/>.</param>
    /// <returns>Null for an empty response.</returns>
    public static async Task<string?> Read(HttpContent content, int limit, CancellationToken deadline)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadLimit);
        try
        {
            return Text(buffer.AsSpan(0, Math.Min(await Fill(content, buffer, deadline), limit)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The part that is stored, at most <see cref="MaxLength"/>.</summary>
    public static string? Truncate(string? text) =>
        text is null || Encoding.UTF8.GetByteCount(text) <= MaxLength ? text : Text(Encoding.UTF8.GetBytes(text).AsSpan(0, MaxLength));

    private static async Task<int> Fill(HttpContent content, byte[] buffer, CancellationToken deadline)
    {
        var length = 0;
        try
        {
            var body = await content.ReadAsStreamAsync(deadline);
            while (length < ReadLimit && await body.ReadAsync(buffer.AsMemory(length, ReadLimit - length), deadline) is > 0 and var read)
                length += read;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return length;
        }

        return length;
    }

    private static string? Text(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return null;

        var text = Encoding.UTF8.GetString(start).TrimEnd('\uFFFD');
        return string.Create(text.Length, text, static (output, read) =>
        {
            for (var index = 0; index < output.Length; index++)
                output[index] = char.IsControl(read[index]) && read[index] is not ('\n' or '\t') ? ' ' : read[index];
        });
    }
}
