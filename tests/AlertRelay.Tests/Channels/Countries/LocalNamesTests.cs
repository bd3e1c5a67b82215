using AlertRelay.Channels.Countries;

namespace AlertRelay.Tests.Channels.Countries;

public sealed class LocalNamesTests
{
    /// <summary>The official languages of the EU, and those of other publishers that are relayed.</summary>
    public static TheoryData<string> Languages =>
    [
        "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
        "no", "nb", "nn", "is", "tr", "ar", "ru", "uk", "zh", "ja", "ko",
    ];

    [Theory, MemberData(nameof(Languages))]
    public void Every_name_of_a_language_names_its_country_and_no_other(string language)
    {
        var names = CountryNames.For([language]);
        var local = LocalNames.In(language).Where(name => !CountryNames.IsShared(name.Name)).ToList();

        Assert.Equal([], local.Where(name => names.Named(name.Name)?.Code != name.Alpha2));
        Assert.Equal([], local.Where(name => names.AllIn(name.Name).Any(area => area.Code != name.Alpha2)));
    }

    [Theory]
    [InlineData("da", "Rejsevejledning for Elfenbenskysten og Tyrkiet", "CI TR")]
    [InlineData("nb", "Reiseråd for Sør-Sudan", "SS")]
    [InlineData("es-ES", "Recomendaciones de viaje: Irán y Emiratos Árabes Unidos", "IR AE")]
    [InlineData("it", "Avviso: Ucraina e Federazione Russa", "UA")]
    [InlineData("pl", "Ostrzeżenie: Rosja, Białoruś", "RU BY")]
    [InlineData("fi", "Matkustustiedote: Valko-Venäjä", "BY")]
    [InlineData("el", "Ταξιδιωτική οδηγία: Ιράκ", "IQ")]
    [InlineData("ru", "Рекомендации: Иран, Ирак", "IR IQ")]
    [InlineData("ar", "تحذير من السفر إلى العراق وإيران", "IQ IR")]
    [InlineData("ja", "イランへの渡航は止めてください（インド洋を除く）", "IR")]
    [InlineData("ja", "中国およびインドネシアに関する注意", "CN ID")]
    [InlineData("ja", "ボスニア・ヘルツェゴビナの治安", "BA")]
    [InlineData("zh", "暂勿前往伊朗和印度尼西亚", "IR ID")]
    [InlineData("ko", "이란에 대한 여행 금지, 인도양 제외", "IR")]
    [InlineData("tr", "Seyahat uyarısı: İran ve Çad", "IR TD")]
    public void Running_text_names_countries_in_the_languages_of_its_channel(string language, string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', CountryNames.For([language]).AllIn(text).Select(area => area.Code)));

    [Theory]
    [InlineData("pl", "Zagrożenie jest mali", "")]
    [InlineData("fi", "Oman kodin turva ja oman edun", "OM")]
    [InlineData("en", "Elfenbenskysten", "")]
    public void A_word_without_a_capital_is_no_name_and_a_channel_knows_its_own_languages_only(string language, string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', CountryNames.For([language]).AllIn(text).Select(area => area.Code)));

    [Theory]
    [InlineData("364", "IR")]
    [InlineData("004", "AF")]
    [InlineData("999", null)]
    [InlineData("64", null)]
    public void Numeric_codes_are_known(string code, string? alpha2) => Assert.Equal(alpha2, CountryNames.OfNumeric(code)?.Code);
}
