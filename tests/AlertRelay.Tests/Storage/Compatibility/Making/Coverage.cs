using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Storage;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>Finds out whether a made state holds every member and every word of every document that can be stored: what it lacks, no test would miss.</summary>
internal sealed class Coverage
{
    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _seen = [];

    /// <param name="stored">As <see cref="StoredView"/> shows it.</param>
    /// <returns>"NoticeState.held", "Severity.Extreme".</returns>
    public static IReadOnlyList<string> Missing(JsonNode stored)
    {
        var coverage = new Coverage();
        foreach (var (_, channel) in stored["channels"]!.AsObject())
        {
            coverage.Visit(channel!["state"], DocumentSerializer.Channel);
            coverage.Each(channel["notices"], DocumentSerializer.Notice);
            coverage.Each(channel["past"], DocumentSerializer.Version);
        }

        coverage.Each(stored["alerts"], DocumentSerializer.Alert);
        coverage.Each(stored["subscriptions"], DocumentSerializer.Subscription);
        coverage.Each(stored["audit"], DocumentSerializer.Audit);
        coverage.Visit(stored["signingKeys"], DocumentSerializer.Ring);
        return [.. coverage._known.Except(coverage._seen).Order(StringComparer.Ordinal)];
    }

    private void Each(JsonNode? list, JsonTypeInfo form)
    {
        foreach (var document in list!.AsArray())
            Visit(document, form);
    }

    private void Visit(JsonNode? node, JsonTypeInfo form)
    {
        switch (form.Kind, node)
        {
            case (JsonTypeInfoKind.Object, JsonObject members):
                foreach (var property in form.Properties.Where(property => property is { Get: not null, Set: not null }))
                    VisitMember(members[property.Name], form, property);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonArray entries):
                foreach (var entry in entries)
                    Visit(entry, form.Options.GetTypeInfo(form.ElementType!));
                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                foreach (var (_, entry) in entries)
                    Visit(entry, form.Options.GetTypeInfo(form.ElementType!));
                break;
            default:
                VisitWord(node, Nullable.GetUnderlyingType(form.Type) ?? form.Type);
                break;
        }
    }

    private void VisitMember(JsonNode? value, JsonTypeInfo form, JsonPropertyInfo property)
    {
        var name = $"{form.Type.Name}.{property.Name}";
        _known.Add(name);
        if (value is null)
            return;

        _seen.Add(name);
        Visit(value, form.Options.GetTypeInfo(property.PropertyType));
    }

    private void VisitWord(JsonNode? word, Type type)
    {
        if (!type.IsEnum)
            return;

        foreach (var name in Enum.GetNames(type))
        {
            _known.Add($"{type.Name}.{name}");
            if (string.Equals(name, word?.GetValue<string>(), StringComparison.OrdinalIgnoreCase))
                _seen.Add($"{type.Name}.{name}");
        }
    }
}
