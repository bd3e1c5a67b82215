using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using MimeKit;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>Finds in a message what a chat would bring to life: mentions, links to others, markup, and characters that nobody sees.</summary>
internal static partial class LiveText
{
    // What the formats write themselves, and no other angle bracket.
    private static readonly Dictionary<string, Regex> OwnMarkup = new()
    {
        ["email"] = LetterTags(),
        ["google-chat"] = LineBreak(),
        ["mattermost"] = ClosedAddress(),
    };

    private static readonly string[] ReadMarkdown = ["teams", "discord", "mattermost", "rocket-chat"];

    public static IEnumerable<string> In(string format, Message message) =>
    [
        .. TextsOf(message).SelectMany(text => In(format, text)),
        .. message.ContentType == "message/rfc822" ? ForeignHeaders(message) : [],
        .. format == "telegram" ? OutsideEntities(JsonNode.Parse(message.Body.Span)!) : [],
    ];

    private static IEnumerable<string> In(string format, string text)
    {
        var markup = Escaped().Replace(OwnMarkup.TryGetValue(format, out var own) ? own.Replace(text, "") : text, "");
        return
        [
            .. Found("hidden", Hidden().Matches(text)),
            .. Found("half a character", Surrogates().Matches(text)),
            .. Found("foreign address", Address().Matches(text).Where(address => !Ours().IsMatch(address.Value))),
            .. Found("mention", Mention().Matches(markup)),
            .. ReadMarkdown.Contains(format) ? Found("foreign link", ForeignLink().Matches(markup)) : [],
        ];
    }

    private static IEnumerable<string> Found(string what, IEnumerable<Match> matches) => matches.Select(match => $"{what}: {match.Value}");

    private static IEnumerable<string> TextsOf(Message message)
    {
        var query = message.Query.Where(pair => pair.Key is "title" or "click").Select(pair => pair.Value);
        if (message.ContentType.StartsWith("application/json", StringComparison.Ordinal))
            return Strings(JsonNode.Parse(message.Body.Span)).Concat(query);
        if (message.ContentType != "message/rfc822")
            return query.Append(Encoding.UTF8.GetString(message.Body.Span).Replace('\n', ' '));

        using var letter = MimeMessage.Load(new MemoryStream(message.Body.ToArray()), TestContext.Current.CancellationToken);
        return [letter.Subject!, (letter.TextBody ?? "").ReplaceLineEndings(" "), (letter.HtmlBody ?? "").ReplaceLineEndings(" ")];
    }

    // The members that hold ids are not shown.
    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(member => member.Key is not ("dedup_key" or "cardId" or "$schema" or "contentType")).SelectMany(
            member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text.Replace('\n', ' ')],
        _ => [],
    };

    private static IEnumerable<string> ForeignHeaders(Message message)
    {
        using var letter = MimeMessage.Load(new MemoryStream(message.Body.ToArray()), TestContext.Current.CancellationToken);
        return letter.Headers
            .Select(header => header.Field)
            .Except(["From", "Date", "Subject", "Message-Id", "References", "In-Reply-To", "Auto-Submitted", "List-Id", "MIME-Version", "Content-Type"],
            StringComparer.OrdinalIgnoreCase)
            .Concat(letter.Headers.CountBy(header => header.Id).Where(count => count.Value > 1).Select(count => count.Key.ToString()))
                .Select(header => $"header: {header}");
    }

    private static IEnumerable<string> OutsideEntities(JsonNode body)
    {
        var length = body["text"]!.GetValue<string>().Length;
        return (body["entities"]?.AsArray() ?? []).Where(
            entity => entity!["offset"]!.GetValue<int>() + entity["length"]!.GetValue<int>() > length || entity["length"]!.GetValue<int>() < 1).Select(
                entity => $"entity: {entity}");
    }

    [GeneratedRegex(@"[\u0000-\u001F\u007F-\u009F\u00AD\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]|\uDB40[\uDC00-\uDFFF]")]
    private static partial Regex Hidden();

    [GeneratedRegex(@"(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])")]
    private static partial Regex Surrogates();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://[^\s""<>)]*|\bwww\.\w|[^\s.]\.example|\.भारत|(?<![0-9])192\.0\.2\.7(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"^https://(ministry|relay)\.example|^http://adaptivecards\.io/|^[yg]\.example$")]
    private static partial Regex Ours();

    [GeneratedRegex("[@<>]")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\[[^\]]*\]\((?!https://(ministry|relay)\.)|\[[^\]]*\]:")]
    private static partial Regex ForeignLink();

    // What stands behind a backslash has no meaning.
    [GeneratedRegex(@"\\[\p{P}\p{S}]")]
    private static partial Regex Escaped();

    [GeneratedRegex(
        @"<!doctype html>|<html lang=""en"">|<meta charset=""utf-8"">|</?(html|head|title|body|h2|p|table|tr|td|th)( style=""[a-zA-Z0-9#:;. -]*"")?>|"
        + @"<a href=""https://(ministry|relay)\.example[^""<>]*""( style=""[a-zA-Z0-9#:;. -]*"")?>|</a>")]
    private static partial Regex LetterTags();

    [GeneratedRegex(@"<br>|<a href=""https://(ministry|relay)\.example[^""<>]*"">|</a>")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\]\(<https://(ministry|relay)\.example[^<>]*>\)")]
    private static partial Regex ClosedAddress();
}
