namespace AlertRelay.Polling;

/// <summary>
/// Lets only one of several instances poll a channel at a time, which saves requests to publishers. <see cref="IChannelStore.Commit"/> prevents that
/// a poll is stored twice. Leases use the local clock, so a clock difference makes them longer or shorter.
/// </summary>
public interface IPollLease
{
    /// <summary>Until it is released or expires.</summary>
    /// <returns>False while any instance holds it, even this one.</returns>
    Task<bool> TryTake(string channel, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Releases this instance's lease. The later lease of another instance stays.</summary>
    Task Release(string channel, CancellationToken cancellationToken);
}
