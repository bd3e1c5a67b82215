namespace AlertRelay.Channels.Parsers;

/// <summary>The messages that a CAP message follows up: "sender,identifier,sent", separated by spaces (CAP 1.2, 3.2.1).</summary>
internal static class CapReferences
{
    /// <returns>Identifiers, the one sent first before the others.</returns>
    public static IReadOnlyList<string> In(string? references) =>
    [
        .. (references ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(reference => reference.Split(','))
            .Where(parts => parts.Length == 3 && parts[1].Length > 0)
            .OrderBy(parts => WrittenDates.Read(parts[2]) ?? DateTimeOffset.MaxValue)
            .Select(parts => parts[1]).Distinct(),
    ];
}
