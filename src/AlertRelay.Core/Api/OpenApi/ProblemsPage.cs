using AlertRelay.Api.Contracts;

namespace AlertRelay.Api.OpenApi;

/// <summary>Every problem type as a page of documentation.</summary>
public static class ProblemsPage
{
    private const string Head = """
        # Problems

        You will know what each error of the API means, and what to do.
        `alertrelay problems` prints this page. Do not edit it.

        The API answers every wrong request with `application/problem+json` (RFC 9457): `type`, `title`, `status` and
        a `detail` that says what to do. If single fields are wrong, `errors` contains one sentence for each.
        Its key is the field's path in the body (`filter.channels[0]`; `body` is the whole body) or its name in the query.

        """;

    private const string List = """

        `type` is `https://alertrelay.org/problems/` and one of these words. They are stable. Titles and sentences may change.

        | word | status | when | what to do |
        |---|---|---|---|

        """;

    private const string Footer = """

        Other statuses, which servers in between may cause, have the type `about:blank`.

        """;

    public static string Write() => string.Concat(
        [Head.ReplaceLineEndings("\n"), Example(), List.ReplaceLineEndings("\n"), .. ProblemKind.All.Select(Row), Footer.ReplaceLineEndings("\n")]);

    private static string Row(ProblemKind kind) => $"| `{kind.Word}` | {kind.Status} | {kind.When} | {kind.WhatToDo} |\n";

    private static string Example()
    {
        var problem = ProblemExamples.Of(ProblemKind.InvalidRequest).ProblemDetails;
        var (field, sentence) = ((IReadOnlyDictionary<string, string>)problem.Extensions[ProblemKind.Errors]!).Single();
        return $$"""

            ```json
            { "type": "{{problem.Type}}", "title": "{{problem.Title}}", "status": {{problem.Status}},
              "detail": "{{problem.Detail}}",
              "errors": { "{{field}}": "{{sentence}}" } }
            ```

            """.ReplaceLineEndings("\n");
    }
}
