using AlertRelay.Channels.Countries;

namespace AlertRelay.Tests.Channels.Countries;

public sealed class CountryNamesTests
{
    [Theory]
    [InlineData("IR", "Iran")]
    [InlineData("kp", "North Korea")]
    [InlineData("XK", "Kosovo")]
    [InlineData("GB-NIR", "Northern Ireland")]
    [InlineData("IC", "Canary Islands")]
    [InlineData("PT-20", "Azores")]
    [InlineData("UK", "United Kingdom")]
    public void An_alpha_2_code_has_an_everyday_name(string code, string name) => Assert.Equal(name, CountryNames.OfAlpha2(code)?.Name);

    [Theory]
    [InlineData("IRN", "IR")]
    [InlineData("xkx", "XK")]
    [InlineData("BQ-BO", "BQ")]
    [InlineData("SSD", "SS")]
    public void An_alpha_3_code_gives_the_alpha_2_code(string code, string expected) => Assert.Equal(expected, CountryNames.OfAlpha3(code)?.Code);

    [Theory]
    [InlineData("0098", "IR")]
    [InlineData("0972", "IL")]
    [InlineData("0007", "KZ")]
    [InlineData("9007", "RU")]
    [InlineData("1000", "US")]
    [InlineData("1242", "BS")]
    [InlineData("0999", null)]
    [InlineData("98", null)]
    public void A_dialling_code_of_four_digits_names_a_country(string code, string? expected) =>
        Assert.Equal(expected, CountryNames.OfDiallingCode(code)?.Code);

    [Fact]
    public void A_code_of_another_kind_or_of_nobody_names_nothing()
    {
        Assert.Null(CountryNames.OfAlpha2("IRN"));
        Assert.Null(CountryNames.OfAlpha3("IR"));
        Assert.Null(CountryNames.OfAlpha2("US-CA"));
        Assert.Null(CountryNames.OfAlpha2("ZZ"));
        Assert.Null(CountryNames.OfAlpha2(""));
        Assert.Null(CountryNames.OfFips("XX"));
    }

    // The standard was withdrawn in 2008; the State Department's feed still tags its items with it, and Cambodia with ISO's KH too.
    [Theory]
    [InlineData("SA", "SA")]
    [InlineData("UC", "CW")]
    [InlineData("NS", "SR")]
    [InlineData("TP", "ST")]
    [InlineData("MO", "MA")]
    [InlineData("AJ", "AZ")]
    [InlineData("UK", "GB")]
    [InlineData("LO", "SK")]
    [InlineData("NG", "NE")]
    [InlineData("NI", "NG")]
    [InlineData("AU", "AT")]
    [InlineData("AS", "AU")]
    [InlineData("GM", "DE")]
    [InlineData("GA", "GM")]
    [InlineData("CH", "CN")]
    [InlineData("SZ", "CH")]
    [InlineData("KS", "KR")]
    [InlineData("KN", "KP")]
    [InlineData("SC", "KN")]
    [InlineData("RM", "MH")]
    [InlineData("OD", "SS")]
    [InlineData("KV", "XK")]
    [InlineData("CG", "CD")]
    [InlineData("CF", "CG")]
    [InlineData("CT", "CF")]
    [InlineData("CD", "TD")]
    [InlineData("CB", "KH")]
    [InlineData("KH", "KH")]
    [InlineData("PS", "PW")]
    [InlineData("WE", "PS")]
    [InlineData("GZ", "PS")]
    [InlineData("BM", "MM")]
    [InlineData("IS", "IL")]
    [InlineData("IZ", "IQ")]
    [InlineData("uv", "BF")]
    public void A_FIPS_code_is_not_an_ISO_code(string fips, string expected) => Assert.Equal(expected, CountryNames.OfFips(fips)?.Code);

    [Theory]
    [InlineData("IR", "fr", "Iran")]
    [InlineData("KP", "fr", "Corée du Nord")]
    [InlineData("DE", "FR-ca", "Allemagne")]
    [InlineData("US", "de", "Vereinigte Staaten")]
    [InlineData("GB-NIR", "de", "Nordirland")]
    [InlineData("IR", "ja", "Iran")]
    [InlineData("DE", "", "Germany")]
    [InlineData("ZZ", "fr", "ZZ")]
    public void Names_are_given_in_three_languages(string code, string language, string name) => Assert.Equal(name, CountryNames.NameIn(code, language));

    [Fact]
    public void Every_country_is_there_once()
    {
        Assert.Equal(250, CountryNames.All.Count);
        Assert.Equal(250, CountryNames.All.Select(area => area.Code).Distinct().Count());
        Assert.Equal(250, CountryNames.All.Select(area => area.Name).Distinct().Count());
        Assert.All(CountryNames.All, area => Assert.Matches("^[A-Z]{2}$", area.Code));
    }

    [Fact]
    public void Every_country_is_found_by_its_names_in_every_language_and_form() => Assert.All(
        from area in CountryNames.All
        from language in (string[])["en", "fr", "de"]
        select (area, CountryNames.NameIn(area.Code, language)),
        pair =>
        {
            var (area, name) = pair;
            Assert.Equal(area, CountryNames.Named(name));
            Assert.Equal(area, CountryNames.Named(name.ToUpperInvariant() + "*"));
            Assert.Equal(area, CountryNames.Named(name.ToLowerInvariant().Replace(' ', '-').Replace('\'', '-')));
            Assert.Equal(area, CountryNames.Named("The " + name.Normalize(System.Text.NormalizationForm.FormD)));
        });

    [Fact]
    public void No_name_stands_for_two_countries_unless_the_file_says_so()
    {
        var names =
            from country in CountryFile.Read().Countries
            from name in (string[])[country.En, country.Fr, country.De, .. country.Aliases]
            select (country.Alpha2, Key: string.Join(' ', TextTokenizer.Of(name)));

        Assert.All(names.GroupBy(name => name.Key), group => Assert.Single(group.Select(name => name.Alpha2).Distinct()));
    }

    [Fact]
    public void A_text_of_100_kilobytes_names_each_country_once()
    {
        var text = string.Concat(Enumerable.Repeat("Avoid all travel to parts of Iran, South Sudan and Côte d'Ivoire due to the security situation. ", 1_100));

        Assert.Equal(["IR", "SS", "CI"], CountryNames.AllIn(text).Select(area => area.Code));
    }
}
