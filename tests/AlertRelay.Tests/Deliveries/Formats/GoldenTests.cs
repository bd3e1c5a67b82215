using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Tests.Infra;
using MimeKit;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>
/// What is posted, for a reader's eye: Goldens/FORMAT.SAMPLE.txt. With ALERTRELAY_WRITE_GOLDENS=1 in its environment the test writes them anew
/// instead.
/// </summary>
public sealed partial class GoldenTests
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AlertRelay.Tests", "Deliveries", "Formats", "Goldens");

    private static readonly string[] Chosen = ["raised", "lowered", "unhealthy", "japanese", "wave", "cluster", "cluster-over"];

    [Fact]
    public async Task Every_format_writes_what_it_wrote()
    {
        var written = Samples.Formats.All.SelectMany(Written).ToDictionary();
        if (Environment.GetEnvironmentVariable("ALERTRELAY_WRITE_GOLDENS") is not null)
            await Renew(written);

        Assert.Equal(
            written.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(written, file => Assert.Equal(File.ReadAllText(Path.Combine(Folder, file.Key)), file.Value));
    }

    private static async Task Renew(Dictionary<string, string> written)
    {
        Directory.CreateDirectory(Folder);
        foreach (var old in Directory.GetFiles(Folder))
            File.Delete(old);

        foreach (var (name, text) in written)
            await File.WriteAllTextAsync(Path.Combine(Folder, name), text, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, string>> Written(IMessageFormat format) =>
        Samples.Of(format)
            .Where(sample => Chosen.Contains(sample.Name))
            .Select(sample => KeyValuePair.Create($"{format.Name}.{sample.Name}.txt", Readable(sample.Message)));

    // The head first, then an empty line, then the body.
    private static string Readable(Message message) =>
        string.Join(
            '\n',
            (string[])
            [
                $"content-type: {message.ContentType}",
                .. message.Query.Select(pair => $"?{pair.Key}={pair.Value}"),
                "",
                message.ContentType == "message/rfc822" ? Letter(message) : Body(message),
                "",
            ]);

    private static string Body(Message message) =>
        message.ContentType.StartsWith("text/", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(message.Body.Span)
            : Emoji().Replace(JsonNode.Parse(message.Body.Span)!.ToJsonString(Pretty), pair => Regex.Unescape(pair.Value));

    // Without what is made by chance or by the clock: the date, and what stands between the parts.
    private static string Letter(Message message)
    {
        using var letter = MimeMessage.Load(new MemoryStream(message.Body.ToArray()), TestContext.Current.CancellationToken);
        var headers = letter.Headers.Where(header => header.Id is not HeaderId.Date).Select(header => $"{header.Field}: {header.Value}");
        return string.Join(
            '\n', (string[])[.. headers, "", letter.TextBody!.ReplaceLineEndings("\n").TrimEnd(), "", letter.HtmlBody!.ReplaceLineEndings("\n").TrimEnd()]);
    }

    // The writer escapes what lies beyond the first plane, whatever it is told.
    [GeneratedRegex(@"\\uD[89AB][0-9A-F]{2}\\uD[C-F][0-9A-F]{2}")]
    private static partial Regex Emoji();
}
