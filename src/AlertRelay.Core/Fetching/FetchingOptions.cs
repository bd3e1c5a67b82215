using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Fetching;

/// <summary>Section "Fetching"; in Azure the settings are spelled Fetching__Timeout and so on.</summary>
public sealed class FetchingOptions
{
    /// <summary>One request from its start to the last byte of its body. A redirect begins a new request.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Fetching:Timeout must be between 1 second and 5 minutes, as in 00:00:30.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Of one body, both as it travels and unpacked.</summary>
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = "Fetching:MaximumBytes must be between 1024 and 1073741824, as in 67108864 for 64 MB.")]
    public int MaximumBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Between the starts of two requests to one host.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Fetching:HostSpacing must be between 0 and 1 minute, as in 00:00:01.")]
    public TimeSpan HostSpacing { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A publisher's Retry-After counts up to this; a longer one is taken for a slip.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Fetching:MaximumRetryAfter must be between 1 minute and 30 days, as in 2.00:00:00.")]
    public TimeSpan MaximumRetryAfter { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// For intranets and tests: documents and redirects may lead into private networks too. An address that the operator names itself always may.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Where a publisher reaches whoever runs this relay; part of the User-Agent. Set as Polling:UserAgentContact.</summary>
    [Required(ErrorMessage = ContactRule)]
    [RegularExpression(@"https?://[!-~-[()]]+|[!-~-[()@]]+@[!-~-[()@]]+", ErrorMessage = ContactRule)]
    public string UserAgentContact { get; set; } = "https://github.com/alertrelay/alertrelay";

    private const string ContactRule =
        "Polling:UserAgentContact must be a web address or a mail address, as in https://example.org/relay or relay@example.org.";
}
