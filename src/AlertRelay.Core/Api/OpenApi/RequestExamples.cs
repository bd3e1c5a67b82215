namespace AlertRelay.Api.OpenApi;

/// <summary>Example requests. A test sends each to the real API.</summary>
internal static class RequestExamples
{
    public static readonly RequestExample
        Webhook = new("webhook", "Everything, to a webhook", """
            { "name": "duty desk", "target": "https://receiver.example.org/alerts" }
            """),

        Travel = new("travel", "Severe travel warnings for two countries, marked as verified by an operator", """
            {
              "name": "travel security",
              "target": "https://receiver.example.org/travel",
              "filter": { "categories": ["travel"], "countries": ["IR", "IQ"], "minimumSeverity": "Severe", "changes": ["issued", "raised"] },
              "verified": true
            }
            """),

        Quiet = new("quiet", "Quiet at night, a silence, and a word to look for", """
            {
              "name": "airspace",
              "target": "https://receiver.example.org/airspace",
              "filter": { "keywords": ["airspace"], "languages": ["en"] },
              "noise": {
                "groupFor": "00:05:00",
                "quietHours": { "from": "22:00", "to": "06:30", "zone": "Europe/Berlin" },
                "silences": [{ "filter": { "channels": ["us-cisa-kev"] }, "until": "2030-01-01T00:00:00Z", "reason": "Handled by another team." }]
              }
            }
            """),

        Rename = new("rename", "Another name", """
            { "name": "night desk" }
            """),

        Narrow = new("narrow", "Another minimum, and no list of countries any more", """
            { "filter": { "minimumSeverity": "Extreme", "countries": null } }
            """),

        Ask = new("ask", "Ask the target again", "{}"),

        MarkAsVerified = new("markAsVerified", "Mark the target as verified, with an admin key", """
            { "verified": true }
            """),

        FilterTest = new("travel", "Severe travel warnings since the new year", """
            { "filter": { "categories": ["travel"], "minimumSeverity": "Severe" }, "since": "2020-01-01T00:00:00Z" }
            """),

        BackTest = new("january", "What a desk for Iran would have received in a month", """
            { "filter": { "countries": ["IR"], "changes": ["raised"] }, "from": "2020-01-01T00:00:00Z", "to": "2020-02-01T00:00:00Z" }
            """),

        Try = new("try", "A mirror of the channel's document", """
            { "url": "https://publisher.example.org/feed.xml" }
            """),

        SubscriberKey = new("subscriber", "For one tenant's subscriptions", """
            { "name": "travel desk", "tenant": "acme", "expiresAt": "2030-01-01T00:00:00Z" }
            """),

        KeyRotation = new("rotation", "The old key stays valid for another hour", """
            { "overlapSeconds": 3600 }
            """),

        AdminKey = new("admin", "For an operator", """
            { "name": "on call", "role": "admin" }
            """),

        ReaderKey = new("reader", "For who may see one tenant's subscriptions and change nothing", """
            { "name": "night desk", "tenant": "acme", "role": "reader" }
            """),

        PortalLink = new("readOnly", "For a guest who only looks", """
            { "tenant": "acme", "expiresIn": "1h", "readOnly": true }
            """),

        LiveCheck = new("settings", "Without requests to publishers", """
            { "live": false }
            """);
}
