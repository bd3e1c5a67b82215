using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace AlertRelay.Commands.Replay;

/// <summary>The servers of a tape, in place of the network: everything above the HTTP handler is the real thing.</summary>
public sealed class TapePlayer(Tape tape) : HttpMessageHandler
{
    private readonly Dictionary<string, TapeResponse> _answers = [];
    private readonly TapeAccounts _accounts = new(tape);

    /// <summary>Switches to the responses of a poll.</summary>
    public void Play(int poll)
    {
        foreach (var response in tape.Polls[poll].Responses)
            _answers[response.Url] = response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_answers.TryGetValue(request.RequestUri!.OriginalString, out var answer) && !_answers.TryGetValue(request.RequestUri.AbsoluteUri, out answer))
            return Task.FromResult(
                _accounts.Answer(request)
                    ?? new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request, Content = new StringContent("not on the tape") });

        return answer.Error switch
        {
            "timeout" => Task.FromException<HttpResponseMessage>(new TaskCanceledException("The tape's server did not answer.", new TimeoutException())),
            "reset" => Task.FromException<HttpResponseMessage>(
                new HttpRequestException(HttpRequestError.ResponseEnded, "The tape's server closed the connection.")),
            _ => Task.FromResult(Answer(request, answer)),
        };
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, TapeResponse answer)
    {
        var (bytes, madeUp) = Body(answer.Body);
        var stated = answer.Headers.FirstOrDefault(header => header.Key.Equals("etag", StringComparison.OrdinalIgnoreCase)).Value;
        var modified = answer.Headers.FirstOrDefault(header => header.Key.Equals("last-modified", StringComparison.OrdinalIgnoreCase)).Value;
        var etag = stated ?? (answer.Validators ? madeUp : null);
        var unchanged = answer.Status == 200 && (Matches(request, "If-None-Match", etag) ?? Matches(request, "If-Modified-Since", modified) ?? false);

        var response = new HttpResponseMessage(unchanged ? HttpStatusCode.NotModified : (HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(unchanged ? [] : bytes),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        if (stated is null && etag is not null)
            response.Headers.TryAddWithoutValidation("ETag", etag);
        return response;
    }

    // RFC 9110, 13.1.3: If-None-Match decides where both are sent.
    private static bool? Matches(HttpRequestMessage request, string header, string? validator) =>
        request.Headers.TryGetValues(header, out var values) ? validator is not null && values.Any(value => value == validator) : null;

    // Read from disk each time, because a long tape in memory would be large.
    private (byte[] Bytes, string ETag) Body(string? file)
    {
        var bytes = file is null ? [] : File.ReadAllBytes(Path.Combine(tape.Folder, file));
        return (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
    }
}

/// <summary>
/// Tapes of X contain the posts of an account by its id, but not the lookup of that id. It is answered here: the first name
/// that is looked up is that of the tape's first account, and so on.
/// </summary>
internal sealed partial class TapeAccounts(Tape tape)
{
    private readonly Queue<string> _ids = new(tape.Polls.SelectMany(poll => poll.Responses).Select(response => Posts().Match(response.Url))
        .Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct());

    private readonly Dictionary<string, string> _byLookup = [];

    /// <returns>Null for every other request.</returns>
    public HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        var address = request.RequestUri!.AbsoluteUri;
        if (!Lookup().IsMatch(address))
            return null;

        if (!_byLookup.ContainsKey(address) && _ids.TryDequeue(out var next))
            _byLookup[address] = next;

        return _byLookup.TryGetValue(address, out var id)
            ? new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent($"{{\"data\":{{\"id\":\"{id}\"}}}}") }
            : null;
    }

    [GeneratedRegex(@"^https://api\.x\.com/2/users/(\d+)/tweets\?", RegexOptions.CultureInvariant)]
    private static partial Regex Posts();

    [GeneratedRegex(@"^https://api\.x\.com/2/users/by/username/\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex Lookup();
}
