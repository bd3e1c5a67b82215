using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels;

/// <summary>
/// A catalogue file as it is written. Apart from <see cref="Channel"/> so that missing members can be distinguished from stated ones: generated JSON code
/// sets every init-only property, also those that the file leaves out.
/// </summary>
internal sealed class ChannelFile
{
    public List<string>? Formerly { get; set; }

    public string? Name { get; set; }

    public string? Authority { get; set; }

    public string? ShortName { get; set; }

    public string? Country { get; set; }

    public Category? Category { get; set; }

    public List<string>? Languages { get; set; }

    public Uri? Homepage { get; set; }

    public string? Terms { get; set; }

    public string? Attribution { get; set; }

    public List<Uri>? Urls { get; set; }

    public List<string>? Hosts { get; set; }

    public string? Accept { get; set; }

    public string? UserAgent { get; set; }

    public string? Parser { get; set; }

    public JsonElement? Options { get; set; }

    public TimeSpan? Every { get; set; }

    public TimeSpan? Floor { get; set; }

    public TimeSpan? PagesEvery { get; set; }

    public Membership? Membership { get; set; }

    public TimeSpan? PagesWithin { get; set; }

    public bool? MayBeEmpty { get; set; }

    public bool? HasPlaces { get; set; }

    public RulesFile? Rules { get; set; }

    public Dictionary<string, LevelEntry>? Levels { get; set; }

    public string? RestsOn { get; set; }

    public ChannelProof? Proof { get; set; }

    public bool? Enabled { get; set; }

    /// <summary>Of a file in which every needed member stands.</summary>
    public Channel ToChannel(string id)
    {
        var defaults = Stated(id);
        return defaults with
        {
            Interval = Every ?? defaults.Interval,
            MinimumInterval = Floor ?? defaults.MinimumInterval,
            PagesInterval = PagesEvery,
            Membership = Membership ?? defaults.Membership,
            MayBeEmpty = MayBeEmpty ?? defaults.MayBeEmpty,
            HasPlaces = HasPlaces ?? NamesPlaces(),
            Rules = Rules?.ToRules() ?? defaults.Rules,
            Levels = Levels ?? defaults.Levels,
            RestsOn = RestsOn,
            Proof = Proof ?? defaults.Proof,
            Enabled = Enabled ?? defaults.Enabled,
        };
    }

    // Travel advice is about places, and so are others where the file names a field for the country, and no substitute for it.
    private bool NamesPlaces() =>
        Category == Alerts.Category.Travel
        || (Options is { } options && options.Member("countryFrom") is null && options.Member("country") is not null);

    // The checks before have seen to it that none of these is null.
    private Channel Stated(string id) => new()
    {
        Id = id,
        PreviousIds = Formerly ?? [],
        Name = Name!,
        Authority = Authority!,
        ShortName = ShortName!,
        Country = Country,
        Category = Category!.Value,
        Languages = Languages!,
        Homepage = Homepage!,
        Terms = Terms!,
        Attribution = Attribution!,
        Urls = Urls!,
        Hosts = Hosts ?? [],
        Accept = Accept,
        UserAgent = UserAgent,
        Parser = Parser!,
        Options = Options ?? default,
        PagesWithin = PagesWithin,
    };
}

/// <summary>The "rules" of a catalogue file.</summary>
internal sealed class RulesFile
{
    public TimeSpan? ConfirmDropAfter { get; set; }

    public TimeSpan? ConfirmWithdrawalAfter { get; set; }

    public bool? RevisionsAreAnnounced { get; set; }

    public bool? DatesAreDays { get; set; }

    public ChannelRules ToRules()
    {
        var defaults = new ChannelRules();
        return defaults with
        {
            ConfirmDropAfter = ConfirmDropAfter ?? defaults.ConfirmDropAfter,
            ConfirmWithdrawalAfter = ConfirmWithdrawalAfter ?? defaults.ConfirmWithdrawalAfter,
            RevisionsAreAnnounced = RevisionsAreAnnounced ?? defaults.RevisionsAreAnnounced,
            DatesAreDays = DatesAreDays ?? defaults.DatesAreDays,
        };
    }
}

[JsonSerializable(typeof(ChannelFile))]
internal sealed partial class CatalogJson : JsonSerializerContext
{
    public static readonly CatalogJson Strict = new(AlertJson.With(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new CamelCase<Membership>(), new CamelCase<ChannelProof>() },
    }));
}
