using Microsoft.AspNetCore.Components;

namespace AlertRelay.Pages.Layout;

/// <summary>A component that knows the request. Public, as the compiler makes components; what pages show is not.</summary>
public abstract class RelayComponent : ComponentBase
{
    [Inject]
    internal PageContext Here { get; set; } = null!;

    /// <summary>What the page shows, as its endpoint has given it to <see cref="PageResult"/>.</summary>
    private protected T ModelOf<T>() => (T)Here.Model!;

    /// <summary>An enum as the API writes it.</summary>
    private protected static string Word<T>(T value)
        where T : struct, Enum =>
        Api.Contracts.EnumNames<T>.Of(value);

    /// <summary>A text with its places filled in.</summary>
    private protected static string Format(string text, params ReadOnlySpan<object?> values) => PageText.Format(text, values);
}
