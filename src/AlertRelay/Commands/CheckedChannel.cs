using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Commands;

/// <summary>What <c>channels check --output json</c> prints.</summary>
/// <param name="Notices">All that were read, without a limit.</param>
/// <param name="Problems">Sentences that say what to write instead; empty where all is well.</param>
internal sealed record CheckedChannel(string Channel, IReadOnlyList<CheckedNotice> Notices, IReadOnlyList<string> Problems)
{
    public string Json() => JsonSerializer.Serialize(this, CheckJson.Default.CheckedChannel);
}

/// <summary>A notice with the members of the alert object. Where the list only refers to a page, there is its address in <see cref="Page"/>.</summary>
internal sealed record CheckedNotice(
    string Key, string? Title, Level? Level, IReadOnlyList<Area> Areas, DateTimeOffset? PublishedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? ExpiresAt,
    string? Link, string? Language, string? Summary, string? Text, bool Withdrawn, string? Page)
{
    public static CheckedNotice Of(IndexEntry entry) => new(
        entry.Key, entry.Notice?.Title, entry.Notice?.Level, entry.Notice?.Areas ?? [], entry.Notice?.PublishedAt,
        entry.Notice?.UpdatedAt ?? entry.Page?.UpdatedAt, entry.Notice?.ExpiresAt, entry.Notice?.Link.AbsoluteUri, entry.Notice?.Language,
        entry.Notice?.Summary, entry.Notice?.Text, entry.Notice?.Withdrawn ?? false, entry.Page?.Url.AbsoluteUri);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckedChannel))]
internal sealed partial class CheckJson : JsonSerializerContext;
