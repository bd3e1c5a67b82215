namespace AlertRelay;

/// <summary>The store does not work. The message tells the operator what is wrong and what to do.</summary>
public class StoreException : Exception
{
    public StoreException(string message) : base(message) { }

    public StoreException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The cause without any paths, for callers without a key: "the disk is full".</summary>
    public string? Cause { get; init; }
}

/// <summary>One row cannot be read. The others may be readable.</summary>
internal sealed class UnreadableRowException(string message, Exception? inner = null) : StoreException(message, inner!)
{
    /// <summary>The row is undamaged, but encrypted with a key that this relay does not have.</summary>
    public bool IsKeyMissing { get; init; }
}
