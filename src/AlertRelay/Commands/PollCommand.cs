using System.CommandLine;
using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Fetching;
using AlertRelay.Hosting;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>Fetches a channel once and prints what it reads. Nothing is stored or sent.</summary>
public static class PollCommand
{
    private static readonly Argument<string> Id = new("channel") { Description = "Id of a channel; see the command channels" };
    private static readonly Option<string?> Url = new("--url") { Description = "Fetch this address instead of the channel's own", HelpName = "URL" };
    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Say of each notice what the relay would do about it, compared with what it knows",
    };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many notices to print", DefaultValueFactory = _ => 20, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("poll", "Fetch one channel once and print its notices; nothing is stored or sent") { Id, Url, Explain, Limit };
        command.SetAction(Poll);
        return command;
    }

    private static async Task<int> Poll(ParseResult parsed, CancellationToken cancellationToken)
    {
        var further = parsed.GetValue(Url) is { } url ? new (string, string?)[] { ($"Channels:{parsed.GetValue(Id)}:Url", url) } : [];
        await using var services = RelayHost.Parts(parsed.Configuration(further));
        var channel = Find(services.GetRequiredService<ChannelCatalog>(), parsed.GetValue(Id)!);
        if (parsed.GetValue(Explain))
            return await PollDryRun.Print(services, channel, cancellationToken);

        var outcomes = await services.GetRequiredService<ChannelTrial>().Read(channel, cancellationToken);
        foreach (var outcome in outcomes)
            ReadingPrinter.Print(channel, outcome, parsed.GetValue(Limit));
        return outcomes.All(outcome => outcome is DocumentOutcome.Read) ? 0 : 1;
    }

    public static Channel Find(ChannelCatalog catalog, string id) =>
        catalog.FindAlsoFormer(id)
        ?? throw new OperatorException(
            $"There is no channel {id}{(catalog.Similar(id).FirstOrDefault() is { } similar
                ? $"; did you mean {similar}?"
                : "; the command channels lists them.")}");
}

/// <summary>A poll whose outcome is shown but not stored: what the relay would send, hold and skip now, and why.</summary>
internal static class PollDryRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> Print(IServiceProvider services, Channel channel, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var state = await services.GetRequiredService<IChannelStore>().Find(channel.Id, cancellationToken) ?? new ChannelState { Channel = channel.Id };
        // Without validators, because decisions about unchanged notices are explained too.
        var documents = state.Documents.ToDictionary(pair => pair.Key, pair => pair.Value with { Validators = CacheValidators.None });
        var outcomes = await services.GetRequiredService<DocumentReader>().Read(channel, state with { Documents = documents }, cancellationToken);
        foreach (var failed in outcomes.OfType<DocumentOutcome.Failed>())
            Console.Error.WriteLine($"{failed.Url.Redacted()}: {failed.Reason}");

        var (findings, _, _) = await services.GetRequiredService<ChannelReader>().At(channel, state, outcomes, time.GetUtcNow(), cancellationToken);
        foreach (var notice in findings.States.OrderBy(notice => notice.Key, StringComparer.Ordinal))
            Console.WriteLine($"{notice.Key}: {DecisionExplanation.Of(notice)}");

        var unchanged = outcomes.OfType<DocumentOutcome.Read>().Sum(document => document.Reading.Entries.Count) - findings.States.Count;
        Console.WriteLine(
            $"{channel.Name}: {findings.Changes.Count} would be sent, {findings.States.Count(notice => notice.PendingChange is not null)} "
            + $"held, {Math.Max(0, unchanged)} are as they were.");
        return outcomes.Any(outcome => outcome is DocumentOutcome.Failed) ? 1 : 0;
    }
}
