using System.Net;
using System.Text.RegularExpressions;

namespace AlertRelay.Commands.Replay;

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
