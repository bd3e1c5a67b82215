namespace AlertRelay.Alerts;

/// <param name="Code">ISO 3166-1 alpha-2 ("IR"), or ISO 3166-2 where a part of a country is meant ("GB-NIR").</param>
public sealed record Area(string Code, string Name);
