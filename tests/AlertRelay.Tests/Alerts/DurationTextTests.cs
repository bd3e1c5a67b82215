using AlertRelay.Alerts;

namespace AlertRelay.Tests.Alerts;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30s", "00:00:30")]
    [InlineData("15m", "00:15:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("90m", "01:30:00")]
    [InlineData(" 5m ", "00:05:00")]
    [InlineData("00:15:00", "00:15:00")]
    [InlineData("7.00:00:00", "7.00:00:00")]
    [InlineData("0s", "00:00:00")]
    public void A_number_with_a_unit_or_a_clock_is_a_duration(string text, string duration) =>
        Assert.Equal(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture), DurationText.Read(text));

    [Theory]
    [InlineData("15")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("5x")]
    [InlineData("30m1h")]
    [InlineData("1.5h")]
    [InlineData("9999999d")]
    [InlineData("\u0661m")]
    [InlineData("25:00:00:00:00")]
    public void Anything_else_is_none(string text) => Assert.Null(DurationText.Read(text));

    [Theory]
    [InlineData("0s")]
    [InlineData("15m")]
    [InlineData("1h30m")]
    [InlineData("730d")]
    [InlineData("00:00:00.2000000")]
    public void What_is_written_is_read_again(string text) => Assert.Equal(text, DurationText.Write(DurationText.Read(text)!.Value));
}
