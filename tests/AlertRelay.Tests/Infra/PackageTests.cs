using System.IO.Compression;

namespace AlertRelay.Tests.Infra;

public sealed class PackageTests : IDisposable
{
    private const UnixFileMode RunBits = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Needed =
    [
        "AlertRelay", "host.json", "PollChannels/function.json", "FanOut/function.json", "Deliver/function.json", "Sweep/function.json", "Api/function.json",
    ];

    private readonly ScratchFolder _scratch = new();

    public PackageTests()
    {
        foreach (var file in Needed)
            Publish(file, "{}");
    }

    private string Published => _scratch.At("published");

    private string Archive => _scratch.At("alertrelay.zip");

    [Theory]
    [InlineData("zip")]
    [InlineData("python3")]
    public async Task The_executable_keeps_its_run_bit_and_all_lies_at_the_top(string packer)
    {
        var ran = await Package(packer);

        Assert.True(ran.ExitCode == 0, ran.Said);
        await using var archive = await ZipFile.OpenReadAsync(Archive, TestContext.Current.CancellationToken);
        Assert.Equal(Needed.Order(StringComparer.Ordinal), archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.FullName == "AlertRelay" ? RunBits : 0, Mode(entry) & RunBits));
        Assert.All(archive.Entries, entry => Assert.True(Mode(entry).HasFlag(UnixFileMode.OtherRead), $"{entry.FullName} could not be read by the host"));
    }

    [Theory]
    [InlineData("local.settings.json", "{}")]
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
    [InlineData("AlertRelay")]
    [InlineData("host.json")]
    [InlineData("Deliver/function.json")]
    public async Task A_folder_that_could_not_start_is_refused(string missing)
    {
        File.Delete(Path.Combine(Published, missing));

        var ran = await Package("zip");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"{missing} is missing", ran.Said, StringComparison.Ordinal);
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
        foreach (var command in new[] { "dirname", "basename", "mkdir", "find", "grep", "chmod", "rm", "wc", "tr", packer })
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
