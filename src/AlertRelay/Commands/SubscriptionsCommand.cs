using System.CommandLine;
using System.Globalization;
using AlertRelay.Composition;
using AlertRelay.Deliveries;
using AlertRelay.Hosting;
using AlertRelay.Observability;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>Common tasks with subscriptions, without an API key.</summary>
public static class SubscriptionsCommand
{
    private const int PageSize = 200, MaxDeliveries = 5, Failed = 1;

    private static readonly Argument<string> Id = new("id") { Description = "sub_... as subscriptions list shows it" };
    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Of one tenant only", HelpName = "NAME" };
    private static readonly Option<string?> Status = new Option<string?>("--status")
    {
        Description = "In this state only",
        HelpName = "active|paused|disabled|unverified",
    }.AcceptOnlyFromAmong("active", "paused", "disabled", "unverified");

    public static Command Create()
    {
        var list = new Command("list", "List subscriptions, all or those in one state") { Status, Tenant };
        list.SetAction(List);
        var show = new Command("show", "Show a subscription and its latest deliveries (no secrets)") { Id };
        show.SetAction(Show);
        var pause = new Command("pause", "Send nothing to a subscription until it is resumed") { Id };
        pause.SetAction((parsed, cancellationToken) => Change(parsed, (all, id) => all.Pause(id, cancellationToken), cancellationToken));
        var resume = new Command("resume", "Send to a paused or disabled subscription again") { Id };
        resume.SetAction((parsed, cancellationToken) => Change(parsed, (all, id) => all.Resume(id, cancellationToken), cancellationToken));
        var test = new Command("test", "Send a marked test alert to a subscription now and print the result") { Id };
        test.SetAction(Test);
        return new Command("subscriptions", "List, show, pause, resume and test subscriptions") { list, show, pause, resume, test };
    }

    private static async Task<int> List(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var subscriptions = services.GetRequiredService<SubscriptionAdministration>();
        SubscriptionStatus? status = parsed.GetValue(Status) is { } word ? Enum.Parse<SubscriptionStatus>(word, ignoreCase: true) : null;
        var table = new Table().AddColumns("Id", "Name", "Tenant", "Status", "Format", "Target", "Failing since (UTC)");
        string? cursor = null;
        do
        {
            var page = await subscriptions.List(parsed.GetValue(Tenant), status, cursor, PageSize, cancellationToken);
            foreach (var each in page.Subscriptions)
                table.AddRow(
                    Cell(each.Id), Cell(each.Name), Cell(each.Tenant), Cell(Word(each.Status)), Cell(each.Format),
                    Cell(SubscriptionAdministration.RedactedTargetOf(each)), Cell(Time(each.FailingSince)));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        if (table.Rows.Count == 0)
            Console.WriteLine("There are no such subscriptions.");
        else
            ConsoleTables.Print(table);

        return 0;
    }

    private static async Task<int> Show(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var found = await Find(services, parsed.GetValue(Id)!, cancellationToken);
        var latest = await services.GetRequiredService<IDeliveryStore>().OfSubscription(found.Id, null, null, MaxDeliveries, cancellationToken);
        var facts = new Table().HideHeaders().AddColumns("", "");
        foreach (var (name, value) in Facts(found))
            facts.AddRow(Cell(name), Cell(value));
        ConsoleTables.Print(facts);

        var deliveries = new Table().AddColumns("Delivery", "Alert", "Status", "Attempts", "Updated (UTC)", "Next attempt (UTC)", "Reason");
        foreach (var each in latest.Deliveries)
            deliveries.AddRow(
                Cell(each.Id), Cell(each.AlertId), Cell(Word(each.Status)), Cell($"{each.Attempts}"), Cell(Time(each.UpdatedAt)),
                Cell(Time(each.NextAttemptAt)), Cell(each.Reason ?? ""));
        if (latest.Deliveries.Count == 0)
            Console.WriteLine("No delivery yet.");
        else
            ConsoleTables.Print(deliveries);

        return 0;
    }

    private static async Task<int> Change(
        ParseResult parsed, Func<SubscriptionAdministration, string, Task<AdministrationResult>> change, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var found = await Find(services, parsed.GetValue(Id)!, cancellationToken);
        var result = await change(services.GetRequiredService<SubscriptionAdministration>(), found.Id);
        var changed = result.Subscription ?? throw new OperatorException(result.Refusal!);
        Console.WriteLine($"{changed.Id} is {Word(changed.Status)}{(changed.StatusReason is { } reason ? $": {PlainText.OneLine(reason)}" : "")}");
        return 0;
    }

    private static async Task<int> Test(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var found = await Find(services, parsed.GetValue(Id)!, cancellationToken);
        if (!found.IsProved)
            throw new OperatorException($"{found.Id} is unverified: its target has not opted in. POST /api/v1/subscriptions/{found.Id}/verify asks it.");

        var sent = await services.GetRequiredService<SubscriptionAdministration>().Test(found, cancellationToken)
            ?? throw new OperatorException($"This relay has no format '{PlainText.OneLine(found.Format)}'; change the subscription's format.");
        var isDelivered = sent is DeliveryOutcome.Delivered;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isDelivered ? "Delivered" : $"Not delivered: {PlainText.OneLine(sent.Reason!)}")} ({sent.Took.TotalMilliseconds:0} ms)."));
        return isDelivered ? 0 : Failed;
    }

    private static async Task<Subscription> Find(IServiceProvider services, string id, CancellationToken cancellationToken) =>
        await services.GetRequiredService<SubscriptionAdministration>().Find(id, cancellationToken)
        ?? throw new OperatorException($"There is no subscription {PlainText.OneLine(id)}; alertrelay subscriptions list shows them.");

    private static IEnumerable<(string Name, string Value)> Facts(Subscription subscription) =>
    [
        ("Id", subscription.Id),
        ("Name", subscription.Name),
        ("Tenant", subscription.Tenant),
        ("Status", Word(subscription.Status) + (subscription.StatusReason is { } reason ? $": {reason}" : "")),
        ("Format", subscription.Format),
        ("Target", SubscriptionAdministration.RedactedTargetOf(subscription)),
        ("Created (UTC)", Time(subscription.CreatedAt)),
        ("Updated (UTC)", Time(subscription.UpdatedAt)),
        ("Failing since (UTC)", subscription.FailingSince is { } since ? Time(since) : "not failing"),
    ];

    private static Text Cell(string text) => new(PlainText.OneLine(text));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
