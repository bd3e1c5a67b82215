using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AlertRelay.Tests.Infra;

/// <summary>The Bicep CLI, from its NuGet package. It reaches for no registry: the templates use modules of this repository only.</summary>
internal static class Bicep
{
    public static async Task<Ran> Run(params IEnumerable<string> arguments)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Assert.Skip("The Bicep CLI comes as a package for Linux on x64 only; CI checks the templates.");
        return await new Tool(Path).Run(arguments);
    }

    /// <summary>The template as Azure receives it, modules included.</summary>
    public static Task<JsonElement> Template => Compiled.Value;

    private static readonly Lazy<Task<JsonElement>> Compiled = new(Compile);

    private static async Task<JsonElement> Compile()
    {
        using var scratch = new ScratchFolder();
        var compiled = scratch.At("compiled.json");
        Assert.Equal(new Ran(0, ""), await Run("build", Repository.InfraFile("main.bicep"), "--outfile", compiled, "--no-restore"));
        return JsonDocument.Parse(await File.ReadAllBytesAsync(compiled, TestContext.Current.CancellationToken)).RootElement;
    }

    private static string Path { get; } =
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "BicepPath").Value!;
}
