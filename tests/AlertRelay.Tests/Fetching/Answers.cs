using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Fetching;

/// <summary>What a publisher may answer.</summary>
internal static class Answers
{
    public const string Feed = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Threat level</title></channel></rss>";

    public static readonly byte[] FeedBytes = Encoding.UTF8.GetBytes(Feed);

    public static readonly string FeedSha256 = Convert.ToHexStringLower(SHA256.HashData(FeedBytes));

    public static RequestDelegate Status(int status, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    public static RequestDelegate Document(params (string Name, string Value)[] headers) => Document(FeedBytes, headers);

    public static RequestDelegate Document(byte[] body, params (string Name, string Value)[] headers) => async context =>
    {
        await Status(200, headers)(context);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    };

    /// <summary>By path; what is not listed is not found.</summary>
    public static RequestDelegate ByPath(params (string Path, RequestDelegate Answer)[] answers) => context =>
        (answers.FirstOrDefault(answer => answer.Path == context.Request.Path).Answer ?? Status(404))(context);

    /// <summary>One after the other; the last one stays.</summary>
    public static RequestDelegate InTurn(params RequestDelegate[] answers)
    {
        var asked = -1;
        return context => answers[Math.Min(Interlocked.Increment(ref asked), answers.Length - 1)](context);
    }

    public static byte[] Pack(string coding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packer = Packer(coding, packed))
            packer.Write(bytes);
        return packed.ToArray();
    }

    private static Stream Packer(string coding, Stream packed) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Optimal),
        "br" => new BrotliStream(packed, CompressionLevel.Optimal),
        "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
        "raw deflate" => new DeflateStream(packed, CompressionLevel.Optimal),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, null),
    };
}
