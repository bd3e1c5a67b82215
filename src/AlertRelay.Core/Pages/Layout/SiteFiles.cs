using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Pages.Layout;

/// <summary>A file that pages refer to. Its address holds its hash, so browsers keep it for good.</summary>
/// <param name="Path">Below the root of the relay.</param>
internal sealed record SiteFile(string Path, string ContentType, byte[] Content)
{
    public static SiteFile Of(string name, string contentType)
    {
        var content = SiteFiles.Read(name);
        var parts = name.Split('.');
        return new SiteFile($"/{parts[0]}-{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6))}.{parts[1]}", contentType, content);
    }
}

internal static class SiteFiles
{
    public static readonly SiteFile Script = SiteFile.Of("site.js", "text/javascript; charset=utf-8");

    public static readonly SiteFile Icon = SiteFile.Of("site.svg", "image/svg+xml");

    public static void MapSiteFiles(this IEndpointRouteBuilder app)
    {
        foreach (var file in new[] { Script, Icon })
            app.MapMethods(file.Path, [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) => Send(file, response)).ExcludeFromDescription();

        // Browsers ask for it beside pages that are not ours, such as a file of JSON.
        app.MapMethods("/favicon.ico", [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) => Send(Icon, response)).ExcludeFromDescription();
    }

    public static byte[] Read(string name)
    {
        using var stream = typeof(SiteFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static FileContentHttpResult Send(SiteFile file, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(file.Content, file.ContentType);
    }
}
