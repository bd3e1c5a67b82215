using AlertRelay.Alerts;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>France's terrorism alert level: the stages of the plan of 2026, and the names before it.</summary>
public sealed class VigipirateTests
{
    [Theory]
    [InlineData("page.html", "Urgence attentat", Severity.Extreme)]
    [InlineData("plan-2026.html", "vigilance renforcée", Severity.Severe)]
    public void The_level_is_the_one_that_the_page_states_and_not_those_that_it_explains(string page, string native, Severity severity)
    {
        var notice = Assert.Single(Fixture.Read("fr-vigipirate", page).Entries).Notice!;

        Assert.Equal((native, severity, "FR"), (notice.Level.Native, notice.Level.Severity, notice.Areas[0].Code));
    }

    [Theory]
    [InlineData("Positionnée au nouveau stade « alerte attentat », la posture porte sur les gares.", Severity.Extreme)]
    [InlineData("La posture est fixée au niveau « vigilance renforcée ».", Severity.Severe)]
    [InlineData("Le plan est maintenu au niveau sécurité renforcée - risque attentat.", Severity.Severe)]
    [InlineData("Le Premier ministre a décidé d'élever l'ensemble du territoire au niveau urgence attentat à compter de ce jour.", Severity.Extreme)]
    [InlineData("La posture est abaissée au stade « vigilance ».", Severity.Minor)]
    [InlineData("La posture passe du niveau « urgence attentat » au stade « vigilance renforcée ».", Severity.Severe)]
    [InlineData("Le stade « alerte attentat » est maintenu.", Severity.Extreme)]
    [InlineData("Stade actuel : Vigilance renforcée", Severity.Severe)]
    public void A_sentence_about_today_states_the_level(string sentence, Severity severity) => Assert.Equal(severity, LevelOf(sentence).Severity);

    [Theory]
    [InlineData("La posture est fixée au stade « vigilance maximale ».")]
    [InlineData("La posture est fixée au stade « vigilance renforcée plus ».")]
    [InlineData("La posture peut être portée au stade « alerte attentat ».")]
    [InlineData("En cas de menace, la posture est portée au stade « alerte attentat ».")]
    [InlineData("En janvier, la posture était au niveau « urgence attentat ».")]
    [InlineData("Le stade « alerte attentat » peut être activé pour douze jours.")]
    [InlineData("La posture est fixée au stade « vigilance ». La posture est fixée au stade « alerte attentat ».")]
    public void What_is_no_stage_or_not_in_force_or_contradicts_itself_is_unknown(string sentence) => Assert.False(LevelOf(sentence).IsKnown);

    [Fact]
    public void What_was_in_force_before_is_passed_over() =>
        Assert.Equal(Severity.Minor, LevelOf("La posture, qui était au niveau « urgence attentat », est abaissée au stade « vigilance ».").Severity);

    private static Level LevelOf(string sentence) =>
        Fixture.ReadText("fr-vigipirate", $"<html><body><main><h1>Vigipirate</h1><p>{sentence}</p></main></body></html>").Entries[0].Notice!.Level;
}
