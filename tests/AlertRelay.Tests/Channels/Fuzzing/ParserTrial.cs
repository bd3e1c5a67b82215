using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Fuzzing;

/// <summary>
/// What a parser must keep, whatever bytes come: it reads them or refuses them, in bounded memory (and time, which "bench fuzz" looks at: a test on a
/// busy machine cannot); and it takes no damaged list for an empty one.
/// A list is known to be damaged where the channel always has notices, and where the document is broken: cut off, or with a bit of its markup flipped.
/// </summary>
internal static class ParserTrial
{
    // A fixture is a few kilobytes; a mutant may nest five thousand times.
    private const long MostBytes = 256 * 1024 * 1024;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(ParserFixture fixture, Mutant mutant)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        if (Read(fixture, mutant) is { } fault)
            return fault;

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return allocated > MostBytes ? $"took {allocated / 1024 / 1024} MB" : null;
    }

    private static string? Read(ParserFixture fixture, Mutant mutant)
    {
        try
        {
            return fixture.Read(mutant.Bytes, mutant.Charset) > 0 ? null
                : mutant.IsBroken ? "an empty list from a broken document"
                : !fixture.Channel.MayBeEmpty ? "an empty list where there never is one"
                : null;
        }
        catch (ShapeException refused)
        {
            return refused.Message.Length > 0 ? null : "refused without a reason";
        }

        // Anything else is what is looked for, so anything is caught.
        catch (Exception thrown)
        {
            return $"threw {thrown}";
        }
    }
}
