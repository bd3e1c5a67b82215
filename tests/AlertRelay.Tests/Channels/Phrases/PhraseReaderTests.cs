using AlertRelay.Channels.Phrases;

namespace AlertRelay.Tests.Channels.Phrases;

/// <summary>Sentences of our own, in the publishers' manner.</summary>
public sealed class PhraseReaderTests
{
    private const string Nothing = "";

    [Theory]
    [InlineData("MT", "L’ensemble du pays est placé en vigilance normale.", "vert", "")]
    [InlineData("MT", "L'ENSEMBLE  DU PAYS EST PLACE EN VIGILANCE NORMALE", "vert", "")]
    [InlineData("MT", "La totalité du territoire maltais figure en zone de vigilance renforcée (jaune sur la carte).", "jaune", "")]
    [InlineData("MT", "Malte est placée en vigilance renforcée.", "jaune", "")]
    [InlineData("MT", "Vigilance normale sur l'ensemble du territoire", "vert", "")]
    [InlineData("MT", "L'ensemble du territoire, à l'exception de la frontière avec la Libye, est en vigilance normale.", "vert", "")]
    [InlineData("MT", "Tout déplacement à Malte est déconseillé sauf raison impérative.", "orange", "")]
    [InlineData("MT", "Il demeure déconseillé, sauf pour des raisons impératives, de se rendre à Malte.", "orange", "")]
    [InlineData("ML", "Dans ce contexte, le Mali est formellement déconseillé.", "rouge", "")]
    [InlineData("MT", "L'intégralité du pays est formellement déconseillée.", "rouge", "")]
    [InlineData(
        "MT", "Zones formellement déconseillées\nLe port.\nZones de vigilance renforcée\nLe reste du pays est en vigilance renforcée.", "jaune", "rouge jaune")]
    [InlineData("MT", "Zones déconseillées sauf raison impérative (orange)\nReste du territoire maltais Les mêmes conseils valent.", "orange", "orange")]
    [InlineData("MT", "L'ensemble du pays n'est plus formellement déconseillé.", Nothing, "")]
    [InlineData("MT", "Si l'ensemble du pays passe en zone rouge, les vols seront suspendus.", Nothing, "")]
    [InlineData("ML", "Le nord du Mali est formellement déconseillé.", Nothing, "rouge")]
    [InlineData("MT", "Les voyages en Libye sont formellement déconseillés.", Nothing, "")]
    [InlineData("MT", "L'intégralité du territoire libyen est formellement déconseillée.", Nothing, "")]
    [InlineData("MT", "L'intégralité du territoire malien est formellement déconseillée.", Nothing, "")]
    [InlineData("MT", "Il est formellement déconseillé de se rendre dans l'ensemble du territoire de la Russie.", Nothing, "")]
    [InlineData("DK", "Le territoire danois est placé en vigilance normale.", "vert", "")]
    [InlineData("BE", "Le territoire belge est placé en vigilance normale.", "vert", "")]
    [InlineData("FR", "Le territoire belge est placé en vigilance normale.", Nothing, "")]
    [InlineData("MT", "La Libye est placée en vigilance renforcée.", Nothing, "")]
    [InlineData("MT", "La plus grande vigilance est recommandée à nos ressortissants.", Nothing, "")]
    [InlineData("MT", "L'intégralité du territoire est formellement déconseillée ou déconseillée sauf raison impérative.", Nothing, "")]
    [InlineData("MT", "L'ensemble du pays est en vigilance normale.\nL'ensemble du pays est en vigilance renforcée.", Nothing, "")]
    public void French_advice(string country, string text, string whole, string parts) => AssertReads("fr-diplomatie", country, text, whole, parts);

    [Theory]
    [InlineData("LB", "Vor Reisen in den Libanon wird gewarnt.", "warning", "")]
    [InlineData("LB", "Vor Reisen in den Libanon wird aufgrund der Lage in Syrien weiterhin ausdrücklich gewarnt.", "warning", "")]
    [InlineData("LB", "Derzeit wird vor Reisen in den Libanon gewarnt.", "warning", "")]
    [InlineData("CD", "Von Reisen in die Demokratische Republik Kongo wird dringend abgeraten.", "dringend abgeraten", "")]
    [InlineData("LB", "Von Reisen in andere Landesteile Libanons wird abgeraten.", "abgeraten", "")]
    [InlineData("LB", "Von nicht unbedingt erforderlichen Reisen in alle übrigen Landesteile wird abgeraten.", "nicht notwendige Reisen abgeraten", "")]
    [InlineData("LB", "Von nicht notwendigen Reisen in den Libanon wird dringend abgeraten.", "nicht notwendige Reisen abgeraten", "")]
    [InlineData("LB", "Von Reisen in den Libanon wird abgeraten, von Reisen nach Tyros wird dringend abgeraten.", "abgeraten", "dringend abgeraten")]
    [InlineData("IN", "Vor Reisen nach Manipur wird gewarnt.", Nothing, "warning")]
    [InlineData("LB", "Vor Reisen in das Grenzgebiet zu Syrien wird gewarnt.", Nothing, "warning")]
    [InlineData("LB", "Von Reisen auf dem Landweg nach Syrien wird dringend abgeraten.", Nothing, "")]
    [InlineData("LB", "Vor Reisen in den Libanon wird nicht mehr gewarnt.", Nothing, "")]
    [InlineData("LB", "Sollte sich die Lage verschlechtern, wird von Reisen in den Libanon abgeraten.", Nothing, "")]
    [InlineData("LB", "Keine Reisewarnung. Vor Taschendieben wird gewarnt. Vom Baden wird abgeraten.", Nothing, "")]
    [InlineData("TG", "Von Reisen in alle anderen Gebiete der Region Savanes wird abgeraten.", Nothing, "abgeraten")]
    public void German_advice(string country, string text, string whole, string parts) => AssertReads("de-aa", country, text, whole, parts);

    [Theory]
    [InlineData("PE", "NO HAY RESTRICCIONES ESPECÍFICAS RELATIVAS A VIAJES A ESTE PAÍS.", "sin_restricciones", "")]
    [InlineData("PE", "SE RECOMIENDA VIAJAR CON PRECAUCION Y ABSTENERSE DE HACERLO POR DETERMINADAS ZONAS.", "precaucion", "abstenerse_zonas")]
    [InlineData("PE", "SE RECOMIENDA EXTREMAR LA PRECAUCIÓN Y EVITAR DETERMINADAS ZONAS.", "extrema_precaucion", "abstenerse_zonas")]
    [InlineData("RU", "SE DESACONSEJA TOTALMENTE VIAJAR A RUSIA.", "desaconseja", "")]
    [InlineData("RU", "SE DESACONSEJA EL VIAJE SALVO POR RAZONES DE EXTREMA NECESIDAD.", "desaconseja_salvo_necesidad", "")]
    [InlineData("RU", "SE ACONSEJA APLAZAR SU VIAJE A RUSIA.\nEn caso de hacerlo, se recomienda viajar con precaución.", "desaconseja", "")]
    [InlineData("PE", "SE RECOMIENDA VIAJAR CON PRECAUCIÓN.\nse desaconseja viajar fuera de la capital.", "precaucion", "")]
    [InlineData("PE", "Se desaconseja el viaje a la zona fronteriza con Ecuador.", Nothing, "abstenerse_zonas")]
    [InlineData("PE", "SE RECOMIENDA EXTREMAR LA PRECAUCIÓN EN ALGUNAS ZONAS.", Nothing, "")]
    [InlineData("PE", "Se desaconseja la gestación subrogada. Se recomienda viajar con un seguro.", Nothing, "")]
    public void Spanish_advice(string country, string text, string whole, string parts) => AssertReads("es-maec", country, text, whole, parts);

    [Theory]
    [InlineData("ch-eda", "GB", "Reisen in das Vereinigte Königreich gelten grundsätzlich als sicher.", "sicher", "")]
    [InlineData("ch-eda", "NE", "Von Reisen nach Niger und von Aufenthalten jeder Art wird abgeraten.", "abgeraten_aufenthalte", "")]
    [InlineData(
        "ch-eda",
        "NE",
        "Der persönlichen Sicherheit ist grosse Aufmerksamkeit zu schenken. Von Reisen in einzelne Landesteile wird abgeraten.",
        "grosse_aufmerksamkeit",
        "abgeraten")]
    [InlineData("at-bmeia", "NE", "Sicherheitsstufe Sicherheitsstufe 3 (regional) Hohes Sicherheitsrisiko Sicherheitsstufe 3 (von 4) gilt im Norden. "
        + "Sicherheitsrisiko Sicherheitsstufe 2 (von 4) gilt im Rest des Landes.", "2", "3")]
    [InlineData("at-bmeia", "NE", "Sicherheitsstufe Sicherheitsstufe 1", "1", "")]
    [InlineData("at-bmeia", "NE", "Sicherheitsstufe 4 (regional)", Nothing, "4")]
    [InlineData("at-bmeia", "PS", "Vor Reisen in den Gazastreifen wird gewarnt!", Nothing, "")]
    [InlineData(
        "dk-um",
        "NE",
        "Vær ekstra forsigtig: Hele landet, undtagen området i den røde bjælke.\nVi fraråder alle rejser til: Agadez.",
        "vaer_ekstra_forsigtig",
        "fraraader_alle")]
    [InlineData("dk-um", "NE", "Vær opmærksom på mistænkelig adfærd.", Nothing, "")]
    public void Swiss_Austrian_and_Danish_advice(string table, string country, string text, string whole, string parts) =>
        AssertReads(table, country, text, whole, parts);

    [Fact]
    public void A_page_around_a_sentence_changes_nothing()
    {
        const string Before = "Information par pays\nLa Syrie et l'Irak sont des pays voisins. Une vigilance particulière est de mise dans les gares.\n";
        const string After =
            "\nRisques encourus\nIl est déconseillé de circuler de nuit. Les voyages en Syrie sont formellement déconseillés. Le plan Vigipirate est "
            + "au niveau urgence attentat.";

        AssertReads("fr-diplomatie", "LB", $"{Before}L'ensemble du pays est en vigilance renforcée.{After}", "jaune", "");
        AssertReads("fr-diplomatie", "LB", Before + After, Nothing, "");
    }

    private static void AssertReads(string table, string country, string text, string whole, string parts)
    {
        var read = new PhraseReader(PhraseTables.Named(table)).Read(text, [country]);

        Assert.Equal((whole, parts), (read.Whole ?? Nothing, string.Join(' ', read.Parts.Reverse())));
    }
}
