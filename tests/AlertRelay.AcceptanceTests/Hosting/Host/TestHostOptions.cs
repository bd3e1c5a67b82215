namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <param name="Connection">The storage account's.</param>
/// <param name="Settings">The app settings.</param>
public sealed record TestHostOptions(string Connection, params (string Name, string Value)[] Settings)
{
    /// <summary>A minute of the timers' schedules: a test need not wait that long.</summary>
    public TimeSpan Minute { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Instead of visibilityTimeout in host.json.</summary>
    public TimeSpan RedeliverAfter { get; init; } = TimeSpan.FromSeconds(1);
}
