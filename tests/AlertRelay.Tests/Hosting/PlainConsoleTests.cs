using AlertRelay.Composition;
using AlertRelay.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Hosting;

public sealed class PlainConsoleTests
{
    private static readonly DateTimeOffset Time = new(2020, 1, 3, 9, 5, 7, TimeSpan.FromHours(1));

    public static TheoryData<Exception, string> Expected => new()
    {
        { new StoreException("The disk is full."), "It broke off: The disk is full." },
        { new OperatorException("Write 15m."), "It broke off: Write 15m." },
        { new HttpRequestException("refused"), "It broke off: refused" },
        { new AggregateException(new StoreException("One."), new IOException("Two."), new StoreException("One.")), "It broke off: One.; Two." },
    };

    [Theory]
    [InlineData(LogLevel.Information, "")]
    [InlineData(LogLevel.Warning, "warning: ")]
    [InlineData(LogLevel.Error, "ERROR: ")]
    [InlineData(LogLevel.Critical, "ERROR: ")]
    public void A_line_has_date_and_time_in_UTC_and_a_word_when_something_is_wrong(LogLevel level, string word) =>
        Assert.Equal($"2020-01-03 08:05:07Z {word}It broke off\n", Written(level, "It broke off", null));

    [Theory, MemberData(nameof(Expected))]
    public void An_expected_fault_is_its_sentence_without_a_stack_trace(Exception fault, string line) =>
        Assert.Equal($"2020-01-03 08:05:07Z ERROR: {line}\n", Written(LogLevel.Error, "It broke off", fault));

    [Fact]
    public void A_bug_keeps_its_stack_trace()
    {
        var written = Written(LogLevel.Error, "It broke off", new AggregateException(new StoreException("One."), new InvalidCastException("bug")));

        Assert.Contains("InvalidCastException", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_can_neither_begin_a_line_nor_send_control_characters()
    {
        var written = Written(LogLevel.Information, "a\r\nb\u2028c\u001b[31md\u202Ee\u009Bf", new InvalidCastException("x\u001b[2J"));

        Assert.StartsWith("2020-01-03 08:05:07Z a  b c [31md e f\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', written);
    }

    private static string Written(LogLevel level, string message, Exception? fault)
    {
        var output = new StringWriter { NewLine = "\n" };
        new PlainConsole(new FakeTimeProvider(Time)).Write(
            new LogEntry<string>(level, "any", default, message, fault, (state, _) => state), scopeProvider: null, output);
        return output.ToString();
    }
}
