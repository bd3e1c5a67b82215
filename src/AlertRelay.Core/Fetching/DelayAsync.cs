namespace AlertRelay.Fetching;

/// <summary>How politeness waits. A replay passes one that moves its own clock.</summary>
public delegate Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken);
