using System.Collections.Frozen;
using System.Reflection;

namespace AlertRelay.Channels;

/// <summary>Every channel that the relay knows: those it is built with, and those of the operator's directory, which replace them by id.</summary>
public sealed class ChannelCatalog
{
    private const string Embedded = "Catalog/";
    private const string Extension = ".json";
    private const int MaxSuggestions = 3;
    private const int MinWordLength = 3;

    private readonly FrozenDictionary<string, Channel> _byId;

    internal ChannelCatalog(IEnumerable<Channel> channels)
    {
        All = [.. channels.OrderBy(channel => channel.Id, StringComparer.Ordinal)];
        _byId = All.ToFrozenDictionary(channel => channel.Id, StringComparer.Ordinal);
    }

    /// <summary>By id.</summary>
    public IReadOnlyList<Channel> All { get; }

    /// <param name="directory">Holds further files, one a channel, the file's name being the id; null for none.</param>
    /// <exception cref="CatalogException">A file cannot be used; the message lists all errors of all files.</exception>
    public static ChannelCatalog Load(string? directory)
    {
        var faults = new List<string>();
        var channels = new Dictionary<string, Channel>(StringComparer.Ordinal);
        foreach (var (file, id, content) in BuiltIn())
            if (new ChannelFileReader(file, faults).ReadOwn(id, content) is { } channel)
                channels[id] = channel;
        foreach (var (file, id, content) in Files(directory, faults))
            if (new ChannelFileReader(file, faults).Read(id, content) is { } channel)
                channels[id] = channel;

        return faults.Count == 0 ? new ChannelCatalog(channels.Values) : throw new CatalogException(faults);
    }

    /// <summary>One file alone, whose name is the channel's id.</summary>
    /// <exception cref="CatalogException">The file cannot be used; the message lists all errors.</exception>
    public static Channel Read(string file)
    {
        var faults = new List<string>();
        try
        {
            if (new ChannelFileReader(file, faults).Read(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)) is { } channel)
                return channel;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file} cannot be read: {e.Message.TrimEnd('.')}.");
        }

        throw new CatalogException(faults);
    }

    /// <summary>The same with one channel replaced, by id.</summary>
    public ChannelCatalog With(Channel channel) => new(All.Where(other => other.Id != channel.Id).Append(channel));

    public Channel? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>By its id or an earlier one.</summary>
    public Channel? FindAlsoFormer(string id) => Find(id) ?? All.FirstOrDefault(channel => channel.PreviousIds.Contains(id));

    /// <summary>For "did you mean": similar ids, the most similar first; empty if none is.</summary>
    public IEnumerable<string> Similar(string id) =>
        All.Select(channel => (channel.Id, Distance: DistanceOf(channel.Id, id)))
            .Where(found => found.Distance <= Math.Max(2, id.Length / 3))
            .OrderBy(found => found.Distance)
            .Take(MaxSuggestions)
            .Select(found => found.Id);

    // "mi5" and "kev" are words within an id.
    private static int DistanceOf(string known, string requested) =>
        requested.Length >= MinWordLength && known.Contains(requested, StringComparison.OrdinalIgnoreCase) ? 1 : EditDistance.Distance(known, requested);

    internal static IEnumerable<(string File, string Id, byte[] Content)> BuiltIn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Embedded, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            yield return (name, name[Embedded.Length..^Extension.Length], content.ToArray());
        }
    }

    private static List<(string File, string Id, byte[] Content)> Files(string? directory, List<string> faults)
    {
        var read = new List<(string, string, byte[])>();
        if (directory is null)
            return read;

        try
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*" + Extension).Order(StringComparer.Ordinal))
                read.Add((file, Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)));
        }
        catch (DirectoryNotFoundException)
        {
            faults.Add($"There is no folder {directory}: create it, or leave out the setting Channels:Directory.");
        }
        catch (IOException e)
        {
            faults.Add($"The folder {directory} cannot be read ({e.Message}): write another one for Channels:Directory.");
        }
        catch (UnauthorizedAccessException)
        {
            faults.Add($"The folder {directory} may not be read: give the relay the right to, or write another one for Channels:Directory.");
        }

        return read;
    }
}

/// <summary>The catalogue cannot be used. The message has a line for each fault: file, line, and what to write instead.</summary>
internal sealed class CatalogException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>For "did you mean".</summary>
internal static class EditDistance
{
    /// <returns>Null when none is near.</returns>
    public static string? Nearest(string written, IEnumerable<string> known) =>
        known.MinBy(each => Distance(each, written)) is { } nearest && Distance(nearest, written) <= Math.Max(1, written.Length / 3) ? nearest : null;

    /// <summary>Levenshtein's distance, without regard to case.</summary>
    public static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var diagonal = previous[0];
            previous[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(one[row - 1]) == char.ToUpperInvariant(other[column - 1]) ? 0 : 1);
                diagonal = previous[column];
                previous[column] = Math.Min(substituted, Math.Min(previous[column], previous[column - 1]) + 1);
            }
        }

        return previous[^1];
    }
}
