using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Fetching;
using AlertRelay.Networking;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Composition;

/// <summary>What an operator may set. A setting that nobody reads is a mistake, and is said to be one before anything starts.</summary>
public static class Settings
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Api"] = Names<ApiOptions>(),
        ["Audit"] = Names<AuditOptions>(),
        ["Delivery"] = Names<DeliveryOptions>(),
        [EgressOptions.Section] = Names<EgressOptions>(),
        ["Fetching"] = [.. Names<FetchingOptions>().Where(name => name != "UserAgentContact")],
        ["Polling"] = [.. Names<PollingOptions>(), "UserAgentContact"],
        ["Security"] = Names<SecurityOptions>(),
        ["Storage"] = Names<StorageOptions>(),
        ["Mail"] = ["Host", "Port", "User", "Password", "From"],
        ["Relay"] = ["BaseUrl", "PublicPages"],
        ["Telemetry"] = Names<TelemetryOptions>(),
    };

    private static readonly string[] OfChannels = ["Url", "Enabled", "Every", "Token", "PostsPerDay"];

    /// <summary>
    /// appsettings.json beside the program and in the working folder, then the environment ("Storage__Path"), then what the command line says.
    /// </summary>
    /// <param name="defaults">What holds where none of these says otherwise.</param>
    public static IConfiguration Load(IReadOnlyDictionary<string, string?> fromCommandLine, IReadOnlyDictionary<string, string?>? defaults = null) =>
        new ConfigurationManager()
            .AddInMemoryCollection(defaults ?? new Dictionary<string, string?>())
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(fromCommandLine)
            .Build();

    /// <exception cref="OperatorException">Names every unknown setting and what was probably meant.</exception>
    public static void Check(IConfiguration configuration)
    {
        var faults = Known
            .SelectMany(section => configuration.GetSection(section.Key).GetChildren()
                .Where(child => !section.Value.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                .Select(child => $"There is no setting {section.Key}:{child.Key}{Meant(section.Key, child.Key, section.Value)}"))
            .ToList();
        if (faults.Count > 0)
            throw new OperatorException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The catalogue with what "Channels:id:Url|Enabled|Every" and "Channels:Directory" change; a token switches its channel on.</summary>
    public static ChannelCatalog Catalog(IConfiguration configuration)
    {
        var catalog = ChannelCatalog.Load(configuration["Channels:Directory"]);
        foreach (var settings in OfEachChannel(configuration))
            catalog = catalog.With(Configured(catalog, settings));
        return catalog;
    }

    /// <summary>"Channels:id:Token|PostsPerDay".</summary>
    public static ChannelCredentialStore Access(IConfiguration configuration) =>
        new(OfEachChannel(configuration).ToDictionary(IdOf, AccessOf), new ChannelCredentials());

    private static IEnumerable<IConfigurationSection> OfEachChannel(IConfiguration configuration) =>
        configuration.GetSection("Channels").GetChildren().Where(child => !child.Key.Equals("Directory", StringComparison.OrdinalIgnoreCase))
            .GroupBy(IdOf, StringComparer.OrdinalIgnoreCase)
            .Select(spellings => spellings.Skip(1).Any() ? Merged(spellings.Key, spellings) : spellings.First());

    // A file may name a channel with hyphens and the environment the same one with underscores, as long as each sets something else.
    private static IConfigurationSection Merged(string id, IEnumerable<IConfigurationSection> spellings)
    {
        var values = spellings.SelectMany(section => section.GetChildren()).ToList();
        if (values.GroupBy(value => value.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw new OperatorException($"{string.Join(" and ", twice.Select(value => value.Path))} are two spellings of one setting; remove one of them.");

        return new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Channels:{id}:{value.Key}", value.Value)))
            .Build()
            .GetSection($"Channels:{id}");
    }

    // App Service and shells refuse hyphens in the names of settings: there an id is written with underscores.
    private static string IdOf(IConfigurationSection settings) => settings.Key.Replace('_', '-');

    private static ChannelCredentials AccessOf(IConfigurationSection settings) => new(
        Token(settings) is { } token ? new BearerToken(token) : null,
        settings["PostsPerDay"] is { } posts
            ? Read(settings, "PostsPerDay", posts, "a whole number above 0, such as 200", Count)!.Value
            : AlertRelay.Polling.ChannelCredentials.UsualPostsPerDay)
    {
        Login = Url(settings) is { UserInfo: { Length: > 0 } login } ? new BasicLogin(login) : null,
    };

    // What is wrong with a secret is said without showing it.
    private static string? Token(IConfigurationSection settings) =>
        settings["Token"]?.Trim() is not { Length: > 0 } token ? null
        : token.All(letter => letter is > ' ' and < '\u007F') ? token
        : throw new OperatorException(
            $"{settings.Path}:Token holds blanks or letters that no token has; write it as the publisher issued it, without \"Bearer\".");

    private static Channel Configured(ChannelCatalog catalog, IConfigurationSection settings)
    {
        var id = IdOf(settings);
        var channel = catalog.FindAlsoFormer(id)
            ?? throw new OperatorException($"There is no channel {id}{Suggest("Channels", catalog.Similar(id))}");
        if (settings.GetChildren().FirstOrDefault(child => !OfChannels.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new OperatorException($"There is no setting Channels:{settings.Key}:{unknown.Key}; write Url, Enabled, Every, Token or PostsPerDay.");

        return channel with
        {
            // A password in it is kept with the credentials alone.
            Urls = Url(settings) is { } url ? [url.WithoutLogin()] : channel.Urls,
            AreUrlsOperators = settings["Url"] is not null || channel.AreUrlsOperators,
            Enabled = settings["Enabled"] is { } enabled
                ? Read(settings, "Enabled", enabled, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null)!.Value
                : channel.Enabled || Token(settings) is not null,
            Interval = settings["Every"] is { } every ? Read(settings, "Every", every, "a time such as 00:15:00", Interval)!.Value : channel.Interval,
        };
    }

    private static T Read<T>(IConfigurationSection settings, string name, string text, string expected, Func<string, T?> read) =>
        read(text) ?? throw new OperatorException($"{settings.Path}:{name} is \"{text}\"; write {expected}.");

    // What is wrong with an address is said without showing it: it may hold a password.
    private static Uri? Url(IConfigurationSection settings) =>
        settings["Url"] is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url
        : throw new OperatorException($"{settings.Path}:Url is no web address; write an address such as https://example.org/feed.xml.");

    private static TimeSpan? Interval(string text) =>
        TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero ? value : null;

    private static int? Count(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static string Meant(string section, string name, IEnumerable<string> known) =>
        Suggest(section, known.Where(candidate => EditDistance.Distance(candidate, name) <= 3)
            .OrderBy(candidate => EditDistance.Distance(candidate, name))
            .Take(1));

    private static string Suggest(string section, IEnumerable<string> candidates) =>
        candidates.FirstOrDefault() is { } candidate ? $"; did you mean {section}:{candidate}?" : ".";

    private static string[] Names<T>() => [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];
}

/// <summary>Something that the operator can put right, in a sentence that says how. Ends the program with exit code 2.</summary>
public sealed class OperatorException(string message) : Exception(message);
