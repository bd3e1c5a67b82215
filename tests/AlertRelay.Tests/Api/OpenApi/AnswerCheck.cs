using System.Diagnostics;
using System.Text.Json.Nodes;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>A process of node that holds answers against the document with ajv, one for all tests; it ends with the tests' own process.</summary>
internal static class AnswerCheck
{
    private static readonly Lazy<Process> Node = new(Start);

    /// <param name="schema">Where in the document its schema is: "/paths/…".</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Complaint(string schema, JsonNode? answer)
    {
        var line = new JsonObject { ["schema"] = schema, ["answer"] = answer?.DeepClone() }.ToJsonString();
        lock (Node)
        {
            Node.Value.StandardInput.WriteLine(line);
            var complaint = Node.Value.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"node ended: {Node.Value.StandardError.ReadToEnd()}");
            return complaint.Length == 0 ? null : complaint;
        }
    }

    private static Process Start()
    {
        var npm = Path.Combine(Repository.Root, "tests", "npm");
        var start = new ProcessStartInfo("node", [Path.Combine(npm, "answers.mjs"), Path.Combine(Repository.Root, Documented.File)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Tool.Started(start, "install Node.js and run npm ci --prefix tests/npm");
    }
}
