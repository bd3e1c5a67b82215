using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What one poll of a channel showed.</summary>
/// <param name="Notices">The notices that were read this time, doubles included, in any order.</param>
/// <param name="List">The document that lists them, as it was read; null where none was read or none is a list.</param>
/// <param name="Listed">The keys of everything listed; null when that is not known. To leave a window says nothing.</param>
internal sealed record ChannelObservation(DateTimeOffset At, IReadOnlyList<ObservedNotice> Notices, IReadOnlySet<string>? Listed = null, Evidence? List = null);

/// <param name="Baseline">It comes from a document that was never read before: the present state, not news.</param>
public sealed record ObservedNotice(Notice Notice, Evidence Evidence, bool Baseline = false);
