using System.IO.Compression;

namespace AlertRelay.Tests.Infra;

public sealed class PackageTests : IDisposable
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string QueueExtension = ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.Storage.Queues.dll";

    private static readonly string[] Functions = ["PollChannels", "FanOut", "Retry", "Maintenance", "Http"];

    private static readonly Dictionary<string, string> Needed = new()
    {
        ["AlertRelay.Functions.dll"] = "",
        ["extensions.json"] = $$"""{ "extensions": [ { "hintPath": "./{{QueueExtension}}" } ] }""",
        ["functions.metadata"] = $"[ {string.Join(", ", Functions.Select(function => $$"""{ "name": "{{function}}" }"""))} ]",
        ["host.json"] = "{}",
        ["worker.config.json"] = "{}",
        [QueueExtension] = "",
    };

    private readonly ScratchFolder _scratch = new();

    public PackageTests()
    {
        foreach (var (file, text) in Needed)
            Publish(file, text);
    }

    private string Published => _scratch.At("published");

    private string Archive => _scratch.At("alertrelay.zip");

    [Theory]
    [InlineData("zip")]
    [InlineData("python3")]
    public async Task All_lies_at_the_top_with_the_dot_folder_and_the_same_modes(string packer)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Published, "host.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var ran = await Package(packer);

        Assert.True(ran.ExitCode == 0, ran.Said);
        await using var archive = await ZipFile.OpenReadAsync(Archive, TestContext.Current.CancellationToken);
        Assert.Equal(Needed.Keys.Order(StringComparer.Ordinal), archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.All(archive.Entries, entry => Assert.Equal(ReadableByAll, Mode(entry)));
    }

    [Theory]
    [InlineData("local.settings.json", "{}")]
    [InlineData("local.settings.template.json", "{}")]
    [InlineData("appsettings.json", """{ "Storage": { "ConnectionString": "AccountName=a;AccountKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAA==" } }""")]
    [InlineData("data/alertrelay.db", "SQLite format 3")]
    [InlineData("relay.env", "")]
    public async Task Secrets_and_state_are_refused(string file, string text)
    {
        Publish(file, text);

        var ran = await Package("zip");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(file, ran.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Archive));
    }

    [Theory]
    [InlineData("AlertRelay.Functions.dll")]
    [InlineData("host.json")]
    [InlineData("functions.metadata")]
    [InlineData("extensions.json")]
    [InlineData(QueueExtension)]
    public async Task A_folder_that_could_not_start_is_refused(string missing)
    {
        File.Delete(Path.Combine(Published, missing));

        var ran = await Package("zip");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"{missing} is missing", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_one_of_the_functions_is_refused()
    {
        Publish("functions.metadata", Needed["functions.metadata"].Replace("Retry", "Deliver", StringComparison.Ordinal));

        var ran = await Package("zip");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("does not list the function Retry", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_of_more_than_40_MB_is_refused()
    {
        var noise = new byte[40_100_000];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(Published, "System.Private.CoreLib.dll"), noise, TestContext.Current.CancellationToken);

        var ran = await Package("zip");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("may have 40000000", ran.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Archive));
    }

    public void Dispose() => _scratch.Dispose();

    private void Publish(string file, string text)
    {
        var path = Path.Combine(Published, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<Ran> Package(string packer)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The packaging script needs bash; CI runs it.");
        return await new Tool("/bin/bash", await OnlyWith(packer)).Run(Repository.InfraFile("package.sh"), Published, Archive);
    }

    // A search path with the usual commands and one packer, so that the script cannot fall back on the other.
    private async Task<string> OnlyWith(string packer)
    {
        var commands = Directory.CreateDirectory(_scratch.At("commands")).FullName;
        foreach (var command in new[] { "dirname", "basename", "mkdir", "find", "grep", "sort", "chmod", "rm", "wc", "tr", packer })
        {
            var place = await new Tool("/bin/bash").Run("-c", command == "python3" ? "python3 -c 'import sys; print(sys.executable)'" : $"type -P {command}");
            if (place.ExitCode != 0)
                Assert.Skip($"{command} is not installed here.");
            File.CreateSymbolicLink(Path.Combine(commands, command), place.Said.Trim());
        }
        return commands;
    }

    // The upper half of the attributes is the Unix mode (APPNOTE.TXT 4.4.15, "version made by" Unix).
    private static UnixFileMode Mode(ZipArchiveEntry entry) => (UnixFileMode)(entry.ExternalAttributes >>> 16 & 0b111_111_111);
}
