using AlertRelay.Channels.Parsers;
using CsCheck;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class WrittenDatesTests
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    [Theory]
    [InlineData("2026-09-26T07:59:13Z", "2026-09-26T07:59:13Z")]
    [InlineData("2025-05-16T14:26:18+01:00", "2025-05-16T13:26:18Z")]
    [InlineData("2017-02-14T15:42:21.000+00:00", "2017-02-14T15:42:21Z")]
    [InlineData("2024-09-10T06:00:00.000000Z", "2024-09-10T06:00:00Z")]
    [InlineData("2026-02-09T00:00:00.000000", "2026-02-09T00:00:00Z")]
    [InlineData("2025-08-25T17:04:19.9796Z", "2025-08-25T17:04:19.9796Z")]
    [InlineData("2014-03-02 04:53:08", "2014-03-02T04:53:08Z")]
    [InlineData("2026-02-18", "2026-02-18T00:00:00Z")]
    [InlineData("2013/04/14 14:39", "2013-04-14T14:39:00Z")]
    [InlineData("2026/01/10 20:10:37 JST", "2026-01-10T11:10:37Z")]
    [InlineData("Wed, 07 Oct 2026 21:02:01 GMT", "2026-10-07T21:02:01Z")]
    [InlineData("Tue, 05 Mar 2024 02:52:25 +0000", "2024-03-05T02:52:25Z")]
    [InlineData("Thu, 13 Aug 26 12:00:00 +0000", "2026-08-13T12:00:00Z")]
    [InlineData("Thu, 13 Aug 98 12:00 EST", "1998-08-13T17:00:00Z")]
    [InlineData("Tue, 15 Sep 2026", "2026-09-15T00:00:00Z")]
    [InlineData("27 Mar 2025 23:00:00 AEDT", "2025-03-27T12:00:00Z")]
    [InlineData("Mon, 13 Jan 2020 14:25:00 CEST", "2020-01-13T12:25:00Z")]
    [InlineData("  1 September 2026  ", "2026-09-01T00:00:00Z")]
    [InlineData("September 24, 2026 08:53 EDT", "2026-09-24T12:53:00Z")]
    [InlineData("February 26, 2014 14:25 ", "2014-02-26T14:25:00Z")]
    [InlineData("April 30, 2026 at 1:05 PM EDT", "2026-04-30T17:05:00Z")]
    [InlineData("Thursday, April 30, 2026 -  06:09", "2026-04-30T06:09:00Z")]
    [InlineData("Wed Jan 06 18:40:40 +0000 2021", "2021-01-06T18:40:40Z")]
    [InlineData("10-01-2020 14:25:00", "2020-01-10T14:25:00Z")]
    [InlineData("10.01.2020", "2020-01-10T00:00:00Z")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z")]
    [InlineData("15 Feb 2026 12:00 am GMT", "2026-02-15T00:00:00Z")]
    [InlineData("7 avril 2026", "2026-04-07T00:00:00Z")]
    [InlineData("1er août 2026", "2026-08-01T00:00:00Z")]
    [InlineData("12 juin 2026", "2026-06-12T00:00:00Z")]
    [InlineData("14 juillet 2026", "2026-07-14T00:00:00Z")]
    [InlineData("28 février 2026", "2026-02-28T00:00:00Z")]
    [InlineData("3. März 2026", "2026-03-03T00:00:00Z")]
    [InlineData("5 maart 2026", "2026-03-05T00:00:00Z")]
    [InlineData("5 mei 2026", "2026-05-05T00:00:00Z")]
    [InlineData("24. Dezember 2026", "2026-12-24T00:00:00Z")]
    public void Every_publishers_form_is_read(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), WrittenDates.Read(text));

    [Theory]
    [InlineData("Thursday, April 30, 2026 -  06:09", "2026-04-30T05:09:00Z")]
    [InlineData("Tuesday, March 05, 2024 -  02:52", "2024-03-05T02:52:00Z")]
    public void A_time_without_a_zone_is_the_publishers_own(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), WrittenDates.Read(text, London));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2026-02-30")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-01T25:00:00Z")]
    [InlineData("Tue, 15 Foo 2026")]
    [InlineData("2026-01-01T00:00:00+99:99")]
    [InlineData("Thu, 13 Aug 2026 12:00:00 IST")]
    [InlineData("2٠26-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00.١٢٣Z")]
    public void What_is_no_date_is_none(string? text) => Assert.Null(WrittenDates.Read(text));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789:-+/., TZAPMGJanfeb"], 0, 40]).Sample(
            text => WrittenDates.Read(text) is null or { Year: >= 1899 });

    [Theory]
    [InlineData(1773137273L, "2026-03-10T10:07:53Z")]
    [InlineData(1773137273000L, "2026-03-10T10:07:53Z")]
    [InlineData(0L, null)]
    [InlineData(-1L, null)]
    [InlineData(20260310100753L, null)]
    [InlineData(long.MaxValue, null)]
    public void Unix_time_is_read_in_seconds_and_in_milliseconds(long time, string? moment) =>
        Assert.Equal(moment is null ? null : DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), WrittenDates.OfUnix(time));
}
