using AlertRelay.Composition;
using Microsoft.Extensions.Configuration;

namespace AlertRelay.Tests.Composition;

public sealed class SettingsCheckTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("Polling:Leese", "2m", "There is no setting Polling:Leese; did you mean Polling:Lease?")]
    [InlineData("Fetching:UserAgentContact", "x", "There is no setting Fetching:UserAgentContact; did you mean Polling:UserAgentContact?")]
    [InlineData("Polling:Something", "x", "There is no setting Polling:Something.")]
    [InlineData("Poling:Lease", "2m", "There is no section Poling; did you mean Polling?")]
    [InlineData("Chanels:us-cisa-kev:Every", "2h", "There is no section Chanels; did you mean Channels?")]
    [InlineData("Storage_Path", "x", "Storage_Path has one underscore; write Storage__Path.")]
    [InlineData("Delivery:Timeout", "15", "Delivery:Timeout is \"15\"; write a duration such as 30s, 15m, 2h, 1d or 00:15:00.")]
    [InlineData("Delivery:Timeout", "", "Delivery:Timeout is \"\"; write a duration such as 30s, 15m, 2h, 1d or 00:15:00.")]
    [InlineData("Polling:Concurrency", "four", "Polling:Concurrency is \"four\"; write a whole number such as 4.")]
    [InlineData("Telemetry:UnchangedPolls", "0,05", "Telemetry:UnchangedPolls is \"0,05\"; write a number such as 0.05.")]
    [InlineData("Relay:PublicPages", "yes", "Relay:PublicPages is \"yes\"; write true or false.")]
    [InlineData("Polling:HeartbeatAt", "6", "Polling:HeartbeatAt is \"6\"; write a time of day such as 06:00.")]
    public void A_wrong_setting_is_a_sentence_that_says_what_to_write(string key, string value, string sentence) =>
        Assert.Equal(sentence, Refusal((key, value)));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(2, Refusal(("Delivery:Timeout", "15"), ("Polling:Leese", "2m"))!.Split(Environment.NewLine).Length);

    [Theory]
    [InlineData("STORAGE_PATH")]
    [InlineData("HOME")]
    [InlineData("AzureFunctionsJobHost:logging:level")]
    [InlineData("Kubernetes:Service:Port")]
    public void Names_of_other_programs_in_the_environment_are_passed_over(string key) => Assert.Null(Refusal((key, "x")));

    [Fact]
    public void In_a_file_an_unknown_section_is_a_mistake_and_those_of_the_framework_are_none()
    {
        File.WriteAllText(_file, """{ "Logging": { "LogLevel": { "Default": "Warning" } }, "urls": "http://localhost:1", "Weather": { "Every": "1h" } }""");
        var configuration = new ConfigurationBuilder().AddConfiguration(new ConfigurationBuilder().AddJsonFile(_file).Build()).Build();

        var refused = Assert.Throws<OperatorException>(() => SettingsCheck.Run(configuration)).Message;

        Assert.Equal(
            "There is no section Weather; write one of Storage, Relay, Polling, Fetching, Clusters, Delivery, Mail, Egress, Api, SignIn, Security, "
            + "Audit, Telemetry, "
            + "Channels.",
            refused);
    }

    [Fact]
    public void A_duration_with_a_unit_is_what_the_options_read_and_another_text_is_left_for_the_check() =>
        Assert.Equal(
            [KeyValuePair.Create("Polling:Lease", (string?)"00:02:00")],
            SettingsCheck.Durations(Configuration(("Polling:Lease", "2m"), ("Delivery:Timeout", "15"), ("Delivery:PageSize", "15"))));

    private static string? Refusal(params (string Key, string Value)[] settings) =>
        (Record.Exception(() => SettingsCheck.Run(Configuration(settings))) as OperatorException)?.Message;

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
