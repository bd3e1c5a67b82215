using System.Text.Json.Nodes;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Tests.Channels.Phrases;

/// <summary>Passages of official advice that people judged, where they are at hand. "bench levels" counts them; here none may be read wrongly.</summary>
public sealed class JudgedPassagesTests
{
    private static readonly Dictionary<string, string> German = new()
    {
        ["reisewarnung"] = "warning",
        ["dringend_abgeraten"] = "dringend abgeraten",
        ["nicht_notwendige_abgeraten"] = "nicht notwendige Reisen abgeraten",
    };

    // Of the same language, with other countries, and with the words of levels used otherwise.
    private static readonly Dictionary<string, (string Before, string After)> Pages = new()
    {
        ["fr"] = ("Les relations avec l'Irak et la Syrie sont suivies. La vigilance de chacun est utile.",
            "Il est déconseillé de se baigner. Les voyages au Mali sont formellement déconseillés. Le Niger est formellement déconseillé."),
        ["de"] = ("Das Land grenzt an Tuvalu. Die Behörden haben eine Unwetterwarnung herausgegeben.",
            "Vor Taschendieben wird gewarnt. Von Reisen auf dem Landweg nach Tuvalu wird dringend abgeraten. Eine Reisewarnung für Tuvalu besteht."),
        ["es"] = ("El país limita con Tuvalu.", "Se desaconseja llevar joyas. Se recomienda extremar la precaución al conducir. Se desaconseja viajar "
            + "a Tuvalu."),
        ["da"] = ("Landet grænser op til Tuvalu.", "Vær opmærksom på lommetyve. Vi fraråder at køre om natten."),
    };

    [Theory]
    [InlineData("fr", "fr", "fr-diplomatie")]
    [InlineData("de", "de", "de-aa")]
    [InlineData("es", "es", "es-maec")]
    [InlineData("ch", "de", "ch-eda")]
    [InlineData("dk", "da", "dk-um")]
    [InlineData("at", "de", "at-bmeia")]
    public void None_is_read_wrongly_alone_or_in_a_page(string file, string language, string table)
    {
        var path = Path.Combine(Levels() ?? "", $"{file}.jsonl");
        if (!File.Exists(path))
            Assert.Skip("The judged passages are not at hand: put them into shared/levels beside the checkout.");

        var reader = new PhraseReader(PhraseTables.Named(table));
        var (before, after) = Pages[language];
        foreach (var passage in File.ReadLines(path).Select(line => JsonNode.Parse(line)!))
        {
            var (country, text) = ((string)passage["country"]!, (string)passage["text"]!);
            var judged = (string)passage["level"]! is "none" ? null : German.GetValueOrDefault((string)passage["level"]!, (string)passage["level"]!);
            var read = reader.Read(text, [country]);

            Assert.True(read.Whole is null || read.Whole == judged, $"{country} was read as {read.Whole}, and judged as {judged ?? "none"}.");
            Assert.Equal(read.Whole, reader.Read($"{before}\n{text}\n{after}", [country]).Whole);
        }
    }

    private static string? Levels()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "levels")))
                return Path.Combine(folder.FullName, "shared", "levels");
        }

        return null;
    }
}
