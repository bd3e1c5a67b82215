namespace AlertRelay.Alerts;

/// <summary>The same notice in another language of its publisher.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Text">Plain text like the alert's own; empty where only the list was read.</param>
public sealed record Translation(string Language, string Title, string Summary, string Text);
