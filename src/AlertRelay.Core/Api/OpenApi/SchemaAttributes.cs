using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;

namespace AlertRelay.Api.OpenApi;

/// <summary>A string, or each in a list, is the name of an enum value, in any case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OneOfAttribute : Attribute
{
    public abstract IReadOnlyList<string> Words { get; }
}

/// <inheritdoc/>
/// <param name="except">Names that are not allowed here.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute<T>(params string[] except) : OneOfAttribute
    where T : struct, Enum
{
    public IReadOnlyList<string> Except => except;

    public override IReadOnlyList<string> Words => [.. EnumNames<T>.All().Except(except)];
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfActionsAttribute : OneOfAttribute
{
    public override IReadOnlyList<string> Words => AuditAction.All;
}

/// <summary>The name of a format.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatNameAttribute : Attribute;

/// <summary>The pattern of each string in a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EachAttribute : Attribute
{
    public string? Pattern { get; init; }

    public int MaxLength { get; init; }
}

/// <summary>A request body: unknown members are rejected, and missing ones are unset.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequestBodyAttribute : Attribute;
