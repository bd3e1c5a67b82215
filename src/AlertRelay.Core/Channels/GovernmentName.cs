using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels;

/// <summary>What a government is called where several stand side by side: "US", "UK", "Germany". A channel's short name may be a ministry's.</summary>
public static class GovernmentName
{
    public static string Of(Channel channel) => channel.Country switch
    {
        "US" => "US",
        "GB" => "UK",
        { } country => CountryNames.OfAlpha2(country)?.Name ?? channel.ShortName,
        null => channel.ShortName,
    };
}
