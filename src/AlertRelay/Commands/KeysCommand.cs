using AlertRelay.Hosting;
using System.CommandLine;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using AlertRelay.Composition;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Storage.Encryption;
using Spectre.Console;

namespace AlertRelay.Commands;

public static class KeysCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for", DefaultValueFactory = _ => "", HelpName = "TEXT" };
    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "Whose subscriptions it may see and change",
        DefaultValueFactory = _ => "default",
        HelpName = "NAME",
    };
    private static readonly Option<string> RoleName = new Option<string>("--role")
    {
        Description = "subscriber: its tenant's things; reader: the same, changing nothing; admin: everything",
        DefaultValueFactory = _ => "subscriber",
        HelpName = "subscriber|reader|admin",
    }.AcceptOnlyFromAmong("subscriber", "reader", "admin");
    private static readonly Argument<string> Id = new("id") { Description = "key_... as keys list shows it" };

    private static readonly Option<int> Overlap = new("--overlap")
    {
        Description = "Seconds for which the old key stays valid, up to a week; 0 ends it at once",
        DefaultValueFactory = _ => (int)KeyRotation.DefaultOverlap.TotalSeconds,
        HelpName = "SECONDS",
    };

    public static Command Create()
    {
        var create = new Command("create", "Create an API key and print it; it is shown only once") { Name, Tenant, RoleName };
        create.SetAction(MakeKey);
        var list = new Command("list", "List the keys (never the keys themselves)");
        list.SetAction(List);
        var revoke = new Command("revoke", "Revoke an API key") { Id };
        revoke.SetAction(Revoke);
        var rotate = new Command(
            "rotate", "Replace a key by a new one and print it once; the old one stays valid during the overlap") { Id, Overlap };
        rotate.SetAction(Rotate);
        var signing = new Command("rotate-signing", "Sign with a new key from now on; the old one signs too for a day, and stays published");
        signing.SetAction(RotateSigning);
        var encryption = new Command("rotate-sealing", "Store secrets under a new key; the old ones stay in the key file");
        encryption.SetAction(RotateEncryptionKey);
        return new Command("keys", "Make, list and revoke API keys; rotate the relay's own keys") { create, list, rotate, revoke, signing, encryption };
    }

    private static async Task<int> MakeKey(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var draft = new KeyDraft(parsed.GetValue(Name)!, parsed.GetValue(Tenant)!, Enum.Parse<Role>(parsed.GetValue(RoleName)!, ignoreCase: true));
        var (key, secret) = await services.GetRequiredService<ApiKeyService>().Create(draft, Actor.CommandLine, cancellationToken);
        Console.Error.WriteLine($"{key.Id} ({key.Role}, tenant {key.Tenant}). Keep the key; it is shown only once:");
        Console.WriteLine(secret);
        return 0;
    }

    private static async Task<int> List(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var table = new Table().AddColumns("Id", "Name", "Tenant", "Role", "Made", "Last used", "Expires");
        foreach (var key in await services.GetRequiredService<IApiKeyStore>().List(cancellationToken))
            table.AddRow(
                new Text(key.Id),
                new Text(key.Name),
                new Text(key.Tenant),
                new Text($"{key.Role}"),
                new Text($"{key.CreatedAt:yyyy-MM-dd HH:mm}"),
                new Text($"{key.LastUsedAt:yyyy-MM-dd HH:mm}"),
                new Text($"{key.ExpiresAt:yyyy-MM-dd}"));
        ConsoleTables.Print(table);
        return 0;
    }

    private static async Task<int> Revoke(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var id = parsed.GetValue(Id)!;
        var key = (await services.GetRequiredService<IApiKeyStore>().List(cancellationToken)).FirstOrDefault(key => key.Id == id);
        return key is not null && await services.GetRequiredService<ApiKeyService>().Revoke(key, Actor.CommandLine, cancellationToken) ? 0 : throw Unknown(id);
    }

    private static async Task<int> Rotate(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (id, overlap) = (parsed.GetValue(Id)!, TimeSpan.FromSeconds(parsed.GetValue(Overlap)));
        if (overlap < TimeSpan.Zero || overlap > KeyRotation.MaxOverlap)
            throw new OperatorException($"--overlap must be between 0 and {KeyRotation.MaxOverlap.TotalSeconds:0} seconds.");

        await using var services = RelayHost.Parts(parsed.Configuration());
        switch (await services.GetRequiredService<ApiKeyService>().Rotate(id, overlap, Actor.CommandLine, cancellationToken))
        {
            case KeyRotation.Made((var key, var secret), var until):
                Console.Error.WriteLine(
                    $"{key.Id} ({key.Role}, tenant {key.Tenant}) replaces {id}, which stays valid until {until:yyyy-MM-dd HH:mm} UTC. Keep the key; "
                    + "it is shown only once:");
                Console.WriteLine(secret);
                return 0;
            case KeyRotation.Replaced replaced:
                throw new OperatorException(replaced.Advice);
            case KeyRotation.Expired expired:
                throw new OperatorException(expired.Advice);
            default:
                throw Unknown(id);
        }
    }

    private static OperatorException Unknown(string id) => new($"There is no key {id}; keys list shows them.");

    private static async Task<int> RotateSigning(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var ring = await services.GetRequiredService<RelaySigner>().Rotate(cancellationToken);
        await services.GetRequiredService<ChangeAudit>().KeyOfRelay(
            ring.Keys.ElementAtOrDefault(1)?.Id, ring.Keys[0].Id, AuditAction.SigningKeyRotated, Actor.CommandLine);
        Console.WriteLine($"{ring.Keys[0].Id} signs from now on; {PublicKeyEndpoints.Path} lists {ring.Keys.Count} keys.");
        return 0;
    }

    private static async Task<int> RotateEncryptionKey(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        if (services.GetRequiredService<KeySource>().Rotate() is not { } file)
            throw new OperatorException(
                "The keys are in the setting Security:EncryptionKey: put a new one (openssl rand -base64 32) and a space before the existing ones, "
                + "and start the relay again.");

        await services.GetRequiredService<AuditLog>().Write(Actor.CommandLine, AuditAction.EncryptionKeyRotated, null, "sealing-key");
        Console.WriteLine($"{file} begins with a new key. Copy the file, then start the relay again; within a day everything is stored under the new key.");
        return 0;
    }
}
