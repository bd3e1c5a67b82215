using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>Counters and clocks are no revision, every other number is.</summary>
public sealed class MovingWordsTests
{
    [Theory]
    [InlineData("Stay inside. 120 views, updated 3 minutes ago", "Stay inside. 1,127 views, updated 1 hour ago")]
    [InlineData("Views: 1.204 Stay inside", "Views: 1.311 Stay inside")]
    [InlineData("Vor 3 Minuten aktualisiert, 12 Aufrufe", "Vor 12 Stunden aktualisiert, 340 Aufrufe")]
    [InlineData("Publié il y a 2 heures. Lu 12 fois", "Publié il y a 1 jour. Lu 40 fois")]
    [InlineData("Actualizado hace 5 minutos, 10 visitas", "Actualizado hace 2 horas, 22 visitas")]
    [InlineData("Aggiornato 5 minuti fa", "Aggiornato 2 ore fa")]
    [InlineData("更新 3 分钟前", "更新 2 小时前")]
    [InlineData("The page was generated in 0.12 s", "The page was generated in 0.31 s")]
    [InlineData("Current time: 12:04:33. Stay inside", "Current time: 12:19:40. Stay inside")]
    public void Texts_that_differ_in_them_alone_are_one(string before, string after)
    {
        Assert.NotEqual(before, after);
        Assert.Equal(NoticeFingerprints.Observed(Some.Notice(text: before)), NoticeFingerprints.Observed(Some.Notice(text: after)));
        Assert.Equal(NoticeFingerprints.OfSignificantFact(before), NoticeFingerprints.OfSignificantFact(after));
    }

    [Theory]
    [InlineData("120 people are missing", "127 people are missing")]
    [InlineData("Curfew from 20:00 local time", "Curfew from 21:00 local time")]
    [InlineData("Leave within 3 days", "Leave within 2 days")]
    [InlineData("2,000 visitors are stranded", "5,000 visitors are stranded")]
    [InlineData("12 hits by missiles", "14 hits by missiles")]
    [InlineData("Stay 50 m away", "Stay 500 m away")]
    [InlineData("The airport is closed", "The airport is open")]
    public void All_other_words_and_numbers_are_news(string before, string after) =>
        Assert.NotEqual(NoticeFingerprints.OfSignificantFact(before), NoticeFingerprints.OfSignificantFact(after));
}
