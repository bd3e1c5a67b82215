using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Pages;

namespace AlertRelay.Tests.Countries;

/// <summary>
/// Makes docs/pictures/countries*.png anew: dotnet exec artifacts/bin/AlertRelay.Tests/release/AlertRelay.Tests.dll -explicit only -class
/// AlertRelay.Tests.Countries.MakeCountryPictures. All levels are made up.
/// </summary>
public sealed class MakeCountryPictures
{
    [Fact(Explicit = true)]
    public async Task The_pictures_of_the_country_pages_are_made_anew()
    {
        await using var api = await ApiHost.Start();
        var random = new Random(20200103);
        foreach (var id in api.Get<CountryPictures>().Governments)
            await CountryPageTests.Read(api, id, [.. LevelsOf(api.Get<ChannelCatalog>().Find(id)!, random)]);

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "pictures")).FullName;
        await using var browser = new Chromium();
        await Picture("/countries", "countries", "--window-size=1280,1000");
        await Picture("/countries", "countries-phone", "--window-size=390,800");
        await Picture("/countries/IQ", "country", "--window-size=900,1000");

        Task Picture(string path, string name, string size) =>
            browser.Picture(new Uri(api.Client.BaseAddress!, path), Path.Combine(folder, $"{name}.png"), size);
    }

    // Neighbouring values for a country, so that governments mostly agree.
    private static IEnumerable<(string Country, string Native, Severity Severity, Scope Scope)> LevelsOf(Channel channel, Random random)
    {
        var values = channel.Levels.Where(value => !value.Key.Contains("in parts", StringComparison.Ordinal))
            .OrderBy(value => value.Value.Severity).ThenBy(value => value.Value.Step).ToList();
        foreach (var country in CountryPictures.Countries.Where(_ => values.Count > 0 && random.Next(10) > 0))
        {
            var seed = new Random(country.Code[0] + (country.Code[1] * 256));
            var place = Math.Clamp(Math.Pow(seed.NextDouble(), 2) + ((random.NextDouble() - 0.5) * 0.2), 0, 0.999);
            var (native, entry) = values[(int)(place * values.Count)];
            yield return (country.Code, native, entry.Severity, entry.Scope);
        }
    }
}
