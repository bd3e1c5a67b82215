using System.CommandLine;
using AlertRelay.Delivery.Signing;
using AlertRelay.Storage.Sealing;
using AlertRelay.Subscriptions;
using AlertRelay.Web;
using Spectre.Console;

namespace AlertRelay.Cli;

public static class KeysCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for", DefaultValueFactory = _ => "", HelpName = "TEXT" };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "Whose subscriptions it may see and change", DefaultValueFactory = _ => "default", HelpName = "NAME" };
    private static readonly Option<string> RoleName = new Option<string>("--role") { Description = "subscriber: its tenant's things; admin: everything", DefaultValueFactory = _ => "subscriber", HelpName = "subscriber|admin" }.AcceptOnlyFromAmong("subscriber", "admin");
    private static readonly Argument<string> Id = new("id") { Description = "key_... as keys list shows it" };

    public static Command Create()
    {
        var create = new Command("create", "Make a key and print it, this once") { Name, Tenant, RoleName };
        create.SetAction(MakeKey);
        var list = new Command("list", "List the keys (never the keys themselves)");
        list.SetAction(List);
        var revoke = new Command("revoke", "Make a key worthless at once") { Id };
        revoke.SetAction(Revoke);
        var signing = new Command("rotate-signing", "Sign with a new key from now on; the old one signs too for a day, and stays published");
        signing.SetAction(RotateSigning);
        var sealing = new Command("rotate-sealing", "Store secrets under a new key; the old ones stay in the key file");
        sealing.SetAction(RotateSealing);
        return new Command("keys", "Make, list and revoke API keys; rotate the relay's own keys") { create, list, revoke, signing, sealing };
    }

    private static async Task<int> MakeKey(ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = Relay.Build(parsed.Configuration());
        var draft = new KeyDraft(parsed.GetValue(Name)!, parsed.GetValue(Tenant)!, Enum.Parse<Role>(parsed.GetValue(RoleName)!, ignoreCase: true));
        var (key, secret) = await services.GetRequiredService<ApiKeys>().Create(draft, cancellation);
        Console.Error.WriteLine($"{key.Id} ({key.Role}, tenant {key.Tenant}). Keep the key, it is shown this once:");
        Console.WriteLine(secret);
        return 0;
    }

    private static async Task<int> List(ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = Relay.Build(parsed.Configuration());
        var table = new Table().AddColumns("Id", "Name", "Tenant", "Role", "Made", "Last used", "Expires");
        foreach (var key in await services.GetRequiredService<IApiKeyStore>().List(cancellation))
            table.AddRow(new Text(key.Id), new Text(key.Name), new Text(key.Tenant), new Text($"{key.Role}"), new Text($"{key.CreatedAt:yyyy-MM-dd HH:mm}"), new Text($"{key.LastUsedAt:yyyy-MM-dd HH:mm}"), new Text($"{key.ExpiresAt:yyyy-MM-dd}"));
        Tables.Print(table);
        return 0;
    }

    private static async Task<int> Revoke(ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = Relay.Build(parsed.Configuration());
        var id = parsed.GetValue(Id)!;
        return await services.GetRequiredService<IApiKeyStore>().Revoke(id, cancellation) ? 0 : throw new OperatorException($"There is no key {id}; keys list shows them.");
    }

    private static async Task<int> RotateSigning(ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = Relay.Build(parsed.Configuration());
        var ring = await services.GetRequiredService<RelaySigner>().Rotate(cancellation);
        Console.WriteLine($"{ring.Keys[0].Id} signs from now on; {PublicKeys.Path} lists {ring.Keys.Count} keys.");
        return 0;
    }

    private static async Task<int> RotateSealing(ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = Relay.Build(parsed.Configuration());
        if (services.GetRequiredService<KeySource>().Rotate() is not { } file)
            throw new OperatorException("The keys are in the setting Security:EncryptionKey: put a new one (openssl rand -base64 32) and a blank before those that are there, and start the relay again.");

        Console.WriteLine($"{file} begins with a new key. Copy the file, then start the relay again; within a day everything is stored under the new key.");
        return 0;
    }
}
