using System.Buffers;
using System.Text;

namespace AlertRelay.Deliveries;

/// <summary>Reads an answer to its end, so that the connection can be used again, and keeps its start for the receiver's owner.</summary>
internal static class ResponseStart
{
    /// <summary>An answer longer than this costs its connection.</summary>
    public const int ReadLimit = 16 * 1024;

    /// <summary>In bytes.</summary>
    public const int KeptLimit = 1024;

    /// <summary>The status has said it all: a body that breaks off or never ends changes nothing about it.</summary>
    /// <param name="limit">In bytes, at most <see cref="ReadLimit"/>: so much is wanted.</param>
    /// <returns>Null for an empty answer.</returns>
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

    /// <summary>So much of it as is kept.</summary>
    public static string? Kept(string? text) =>
        text is null || Encoding.UTF8.GetByteCount(text) <= KeptLimit ? text : Text(Encoding.UTF8.GetBytes(text).AsSpan(0, KeptLimit));

    private static async Task<int> Fill(HttpContent content, byte[] buffer, CancellationToken deadline)
    {
        var length = 0;
        try
        {
            var body = await content.ReadAsStreamAsync(deadline);
            while (length < ReadLimit && await body.ReadAsync(buffer.AsMemory(length, ReadLimit - length), deadline) is > 0 and var read)
                length += read;
        }
        catch (Exception exception) when (DeliveryError.Of(exception) is not null)
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
        return string.Create(text.Length, text, static (shown, read) =>
        {
            for (var index = 0; index < shown.Length; index++)
                shown[index] = char.IsControl(read[index]) && read[index] is not ('\n' or '\t') ? ' ' : read[index];
        });
    }
}
