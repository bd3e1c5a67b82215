using AlertRelay.Channels.Countries;
using CsCheck;

namespace AlertRelay.Tests.Channels.Countries;

public sealed class CountryNameSearchTests
{
    [Theory]
    [InlineData("Niger - Level 4: Do Not Travel", "NE")]
    [InlineData("Nigeria - Level 3: Reconsider Travel", "NG")]
    [InlineData("Dominica, then the Dominican Republic", "DM DO")]
    [InlineData("Guinea-Bissau, Guinea, Equatorial Guinea and Papua New Guinea", "GW GN GQ PG")]
    [InlineData("the Democratic Republic of the Congo and the Republic of the Congo", "CD CG")]
    [InlineData("DR Congo; Congo-Brazzaville; Congo", "CD CG")]
    [InlineData("North Korea fires at South Korea", "KP KR")]
    [InlineData("Korea, North (DPRK) - avoid all travel", "KP")]
    [InlineData("Ethiopia, Sudan, South Sudan, Uganda", "ET SD SS UG")]
    [InlineData("Lesotho, South Africa and Eswatini", "LS ZA SZ")]
    [InlineData("Samoa and American Samoa", "WS AS")]
    [InlineData("Northern Ireland, Ireland", "GB-NIR IE")]
    [InlineData("British Virgin Islands and U.S. Virgin Islands", "VG VI")]
    [InlineData("Israel, the West Bank and Gaza", "IL PS")]
    [InlineData("Israël et la Palestine", "IL PS")]
    [InlineData("Mainland China, Hong Kong & Macau - See Summaries - Level 2", "CN HK MO")]
    [InlineData("Jordan’s border with Syria; Saudi-Arabien, Côte d'Ivoire", "JO SY SA CI")]
    [InlineData("Nous déconseillons de se rendre en Corée du Nord et au Tchad", "KP TD")]
    [InlineData("Reisewarnung für Südsudan und die Zentralafrikanische Republik", "SS CF")]
    [InlineData("Trinidad & Tobago; Antigua/Barbuda; St. Kitts and Nevis", "TT AG KN")]
    [InlineData("TRAVEL WARNING FOR IRAN AND IRAQ", "IR IQ")]
    [InlineData("U.S. and UK forces, the U.S.-led coalition", "US GB")]
    public void Every_country_comes_out_once_in_order(string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', CountryNames.AllIn(text).Select(area => area.Code)));

    [Theory]
    [InlineData("New Jersey and New Mexico")]
    [InlineData("Gulf of Mexico, Gulf of Oman, Gulf of Guinea, South China Sea")]
    [InlineData("Flights to Atlanta, Georgia")]
    [InlineData("Contact us if you wear a jersey and eat turkey off china")]
    [InlineData("Iranian and Nigerian citizens in Indiana; Romanian; Omani")]
    [InlineData("Eruption on White Island")]
    [InlineData("Une réunion du Conseil; La réunion a eu lieu")]
    [InlineData("Statement of Acting Secretary Chad")]
    [InlineData("Port of Spain and the Niger Delta")]
    [InlineData("Latin America")]
    [InlineData("Islamic State of Iraq and the Levant")]
    [InlineData("")]
    public void What_only_looks_like_a_country_is_none(string text) => Assert.Empty(CountryNames.AllIn(text));

    [Theory]
    [InlineData("Iran travel advice", "IR")]
    [InlineData("Kuwait and the United Arab Emirates", "AE")]
    [InlineData("Iran, Iraq", "IR")]
    [InlineData("/traveladvisories/cote-d-ivoire-travel-advisory.html", "CI")]
    [InlineData("/traveladvisories/azerbajian-travel-advisory.html", "AZ")]
    [InlineData("/foreign-travel-advice/turkey", "TR")]
    [InlineData("Mexico Travel Advisory - Level 2", "MX")]
    [InlineData("Nothing here", null)]
    public void The_longest_name_is_what_a_text_is_about(string text, string? code) => Assert.Equal(code, CountryNames.In(text)?.Code);

    // Alone in a text these are a meeting, a weapon, two first names, a Brazilian city and any island.
    [Theory]
    [InlineData("en", "Réunion")]
    [InlineData("fr", "Dominique Grenade Maurice Salvador")]
    [InlineData("de", "Island Réunion")]
    public void Any_two_names_side_by_side_both_come_back(string language, string except)
    {
        var names = CountryNames.All.Select(area => (Area: area, Name: CountryNames.NameIn(area.Code, language)))
            .Where(name => !except.Split(' ').Contains(name.Name)).ToList();

        Assert.Empty(
            from first in names
            from second in names
            where first != second && !CountryNames.AllIn($"{first.Name}, {second.Name}").SequenceEqual([first.Area, second.Area])
            select $"{first.Name}, {second.Name}");
    }

    [Fact]
    public void Any_text_can_be_read() => Gen.String.Sample(text =>
    {
        _ = CountryNames.AllIn(text);
        _ = CountryNames.Named(text);
    });
}
