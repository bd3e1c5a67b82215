namespace AlertRelay.Observability;

/// <summary>
/// The event ids that alert rules (infra/modules/alerts.bicep) and operators use. A message may be reworded, but its id keeps
/// its meaning. Messages that are not listed here have no stable id.
/// </summary>
public static class EventIds
{
    // Polling
    public const int AlertDetected = 1001, ChannelRemark = 1002, ChannelHealth = 1003, ChannelNotRead = 1004, ChannelUnchanged = 1005, ChannelRead = 1006,
    PollBroken = 1007;

    // Storage
    public const int StorageNotReady = 1101, BatchParked = 1102, MessageUnreadable = 1103, RowUnreadable = 1104, StoreFailing = 1105, StoreRecovered = 1106;

    // Deliveries
    public const int DeliveryFailed = 1301, DeliveredLate = 1302, SubscriptionDisabled = 1303, SubscriptionFailing = 1304;

    // The API
    public const int WrongKeys = 1201, ConnectionsRefused = 1202;

    // The function app
    public const int FunctionLate = 2001, FunctionFailed = 2002, FunctionCancelled = 2003, SettingWithoutEffect = 2004;
}
