using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;

namespace AlertRelay.Api.OpenApi;

/// <summary>A text, or each of a list, is a word of an enum, read without regard to case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OneOfAttribute : Attribute
{
    public abstract IReadOnlyList<string> Words { get; }
}

/// <inheritdoc/>
/// <param name="except">Words that are not read here.</param>
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

/// <summary>The name of a format that this relay has.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatNameAttribute : Attribute;

/// <summary>What each text of a list must be.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EachAttribute : Attribute
{
    public string? Pattern { get; init; }

    public int MaxLength { get; init; }
}

/// <summary>A body that is sent and not answered: what it does not know it refuses, and what is left out is unset.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequestBodyAttribute : Attribute;
