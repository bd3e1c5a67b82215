using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>The files that are there before the relay starts: keys of tests, and channels.</summary>
internal static class Files
{
    public static readonly string OlderKey = TestKey(1), NewestKey = TestKey(101);

    public static void Write(StoredVersion version)
    {
        Directory.CreateDirectory(version.Channels);
        File.WriteAllText(Path.Combine(version.Folder, "alertrelay.key"), Keys(NewestKey, OlderKey));
        File.WriteAllText(Path.Combine(version.Channels, "xx-travel.json"), Channel("travel", "feed", """
            "membership": "complete", "rules": { "confirmWithdrawalAfter": "01:00:00" },
              "options": { "countryFrom": "title", "levelPattern": "Level ([1-4])" },
              "levels": {
                "1": { "label": "Exercise normal precautions", "severity": "Minor", "step": 1 },
                "2": { "label": "Exercise increased caution", "severity": "Moderate", "step": 2 },
                "3": { "label": "Reconsider travel", "severity": "Severe", "step": 3 },
                "4": { "label": "Do not travel", "severity": "Extreme", "step": 4 }
              }
            """));
        File.WriteAllText(Path.Combine(version.Channels, "xx-rich.json"), Channel("cyber", "feed"));
        File.WriteAllText(Path.Combine(version.Channels, "xx-news.json"), Channel("statement", "feed"));
    }

    /// <param name="keys">The newest first.</param>
    public static string Keys(params string[] keys) =>
        "# Keys of a test. They protect nothing: everybody has them.\n" + string.Concat(keys.Select(key => key + "\n"));

    private static string TestKey(int first) => Convert.ToBase64String([.. Enumerable.Range(first, EncryptionKey.Length).Select(number => (byte)number)]);

    private static string Channel(string category, string parser, string? more = null) => $$"""
        {
          "name": "Test channel", "authority": "Ministry of Tests", "shortName": "Tests", "category": "{{category}}", "languages": ["en"],
          "homepage": "https://{{FakeNetwork.Publisher}}/", "terms": "None stated", "attribution": "Source: Ministry of Tests",
          "urls": ["https://{{FakeNetwork.Publisher}}/{{category}}.xml"], "parser": "{{parser}}"{{(more is null ? "" : ",\n  " + more)}}
        }

        """;
}
