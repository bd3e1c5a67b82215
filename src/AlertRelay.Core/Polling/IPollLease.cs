namespace AlertRelay.Polling;

/// <summary>
/// Who polls a channel where several instances run at once: one at a time. It saves requests to publishers; that no poll is stored twice is
/// the business of <see cref="IChannelStore.Commit"/>. Times are this machine's: clocks that differ make a lease longer or shorter by that.
/// </summary>
public interface IPollLease
{
    /// <summary>Until released, or until the time is over.</summary>
    /// <returns>False while somebody holds it, this instance included.</returns>
    Task<bool> TryTake(string channel, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives back what this instance took. Somebody else's lease, taken since, stays.</summary>
    Task Release(string channel, CancellationToken cancellationToken);
}
