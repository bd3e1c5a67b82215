using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Api;

public sealed class ProblemKindTests
{
    [Fact]
    public void Every_kind_is_listed_once_and_has_a_word_of_its_own()
    {
        var declared = typeof(ProblemKind)
            .GetFields()
            .Where(field => field.FieldType == typeof(ProblemKind))
            .Select(field => (ProblemKind)field.GetValue(null)!);

        Assert.Equal(declared, ProblemKind.All);
        Assert.Equal(ProblemKind.All.Count, ProblemKind.All.Select(kind => kind.Word).Distinct().Count());
    }

    [Fact]
    public void The_page_of_problems_says_what_the_code_says() => Assert.True(
        ProblemsPage.Write() == File.ReadAllText(Path.Combine(Repository.Root, "docs", "problems.md")),
        "docs/problems.md is stale: run \"dotnet run --project src/AlertRelay -- problems > docs/problems.md\".");

    [Fact]
    public void Every_kind_says_when_it_comes_and_what_to_do() =>
        Assert.All(ProblemKind.All, kind => Assert.All([kind.When, kind.WhatToDo], text => Assert.Matches(@"^[A-Z`][^|\n;]+\.$", text)));
}
