using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Composition;

/// <summary>Reads the settings, and applies those of channels to the catalogue. <see cref="SettingsCheck"/> checks all others.</summary>
public static class Settings
{
    private const string FileName = "appsettings.json";

    private static readonly string[] OfChannels = ["Url", "Enabled", "Every", "Token", "PostsPerDay"];

    /// <summary>
    /// appsettings.json beside the program and in the working folder, then the environment ("Storage__Path"), then the command line.
    /// </summary>
    /// <param name="defaults">The defaults.</param>
    /// <exception cref="OperatorException">A file is not valid JSON.</exception>
    public static IConfiguration Load(IReadOnlyDictionary<string, string?> fromCommandLine, IReadOnlyDictionary<string, string?>? defaults = null)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(defaults ?? new Dictionary<string, string?>());
        foreach (var file in new[] { Path.Combine(AppContext.BaseDirectory, FileName), Path.GetFullPath(FileName) }.Distinct())
            Add(configuration, file);

        configuration.AddEnvironmentVariables().AddInMemoryCollection(fromCommandLine);
        return configuration.AddInMemoryCollection([.. SettingsCheck.Durations(configuration)]).Build();
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

    private static void Add(ConfigurationManager configuration, string file)
    {
        try
        {
            configuration.AddJsonFile(file, optional: true);
        }
        catch (InvalidDataException broken)
        {
            var fault = broken.GetBaseException();
            var place = (fault as JsonException)?.LineNumber is { } line ? $", line {line + 1}" : "";
            var sentence = fault.Message.Split(" LineNumber:")[0];
            throw new OperatorException($"The settings file {file}{place} cannot be read: {sentence} Correct it, or move it away.");
        }
    }

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
            : AlertRelay.Polling.ChannelCredentials.DefaultPostsPerDay)
    {
        Login = Url(settings) is { UserInfo: { Length: > 0 } login } ? new BasicLogin(login) : null,
    };

    // The error does not contain the secret.
    private static string? Token(IConfigurationSection settings) =>
        settings["Token"]?.Trim() is not { Length: > 0 } token ? null
        : token.All(character => character is > ' ' and < '\u007F') ? token
        : throw new OperatorException(
            $"{settings.Path}:Token contains spaces or characters that no token has; write it as the publisher issued it, without \"Bearer\".");

    private static Channel Configured(ChannelCatalog catalog, IConfigurationSection settings)
    {
        var id = IdOf(settings);
        var channel = catalog.FindAlsoFormer(id)
            ?? throw new OperatorException($"There is no channel {id}{Suggest("Channels", catalog.Similar(id))}");
        if (settings.GetChildren().FirstOrDefault(child => !OfChannels.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new OperatorException($"There is no setting Channels:{settings.Key}:{unknown.Key}; write Url, Enabled, Every, Token or PostsPerDay.");

        return channel with
        {
            // A password in it is stored with the credentials only.
            Urls = Url(settings) is { } url ? [url.WithoutLogin()] : channel.Urls,
            AreUrlsOperators = settings["Url"] is not null || channel.AreUrlsOperators,
            Enabled = settings["Enabled"] is { } enabled
                ? Read(settings, "Enabled", enabled, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null)!.Value
                : channel.Enabled || Token(settings) is not null,
            Interval = settings["Every"] is { } every
                ? Read(settings, "Every", every, $"a duration such as {DurationText.Examples}", Interval)!.Value
                : channel.Interval,
        };
    }

    private static T Read<T>(IConfigurationSection settings, string name, string text, string expected, Func<string, T?> read) =>
        read(text) ?? throw new OperatorException($"{settings.Path}:{name} is \"{text}\"; write {expected}.");

    // The error does not contain the URL, which may contain a password.
    private static Uri? Url(IConfigurationSection settings) =>
        settings["Url"] is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url
        : throw new OperatorException($"{settings.Path}:Url is no web address; write an address such as https://example.org/feed.xml.");

    private static TimeSpan? Interval(string text) => DurationText.Read(text) is { } value && value > TimeSpan.Zero ? value : null;

    private static int? Count(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static string Suggest(string section, IEnumerable<string> candidates) =>
        candidates.FirstOrDefault() is { } candidate ? $"; did you mean {section}:{candidate}?" : ".";
}

/// <summary>An error that the operator can fix. The message says how. Ends the program with exit code 2.</summary>
public sealed class OperatorException(string message) : Exception(message);

/// <summary>Distinguishes errors that an operator can fix from bugs.</summary>
public static class OperatorErrors
{
    private const string FrameworkMessages = " with the error: '";

    /// <returns>What is wrong and what to write instead; null for a bug.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OperatorException or StoreException or CatalogException => fault.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures.Select(Sentence)),
        AggregateException several when several.InnerExceptions.All(each => Explain(each) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Explain)),
        InvalidOperationException { InnerException: FormatException or ArgumentException } unreadable =>
            $"{unreadable.Message} {unreadable.InnerException!.Message}",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    // The framework adds class names: "DataAnnotation validation failed for 'X' members: 'Y' with the error: '...'."
    private static string Sentence(string failure)
    {
        var start = failure.IndexOf(FrameworkMessages, StringComparison.Ordinal);
        return start < 0 ? failure : failure[(start + FrameworkMessages.Length)..].TrimEnd('.', '\'') + ".";
    }
}
