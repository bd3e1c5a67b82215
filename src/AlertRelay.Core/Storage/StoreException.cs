namespace AlertRelay.Storage;

/// <summary>The store cannot do its work. The message is for the operator: what is wrong, and what to do about it.</summary>
public class StoreException : Exception
{
    public StoreException(string message) : base(message) { }

    public StoreException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The cause in a few words that name no place, for callers without a key: "the disk is full".</summary>
    public string? Cause { get; init; }
}

/// <summary>One row cannot be read. The others may be readable.</summary>
internal sealed class UnreadableRowException(string message, Exception? inner = null) : StoreException(message, inner!)
{
    /// <summary>The row is whole, and encrypted with a key that this relay does not have.</summary>
    public bool IsKeyMissing { get; init; }
}
