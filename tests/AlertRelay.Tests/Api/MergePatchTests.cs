using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;

namespace AlertRelay.Tests.Api;

public sealed class MergePatchTests
{
    // RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_patch_does_what_the_standard_shows(string target, string patch, string result) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(result), MergePatch.Apply(JsonNode.Parse(target), JsonElement.Parse(patch))));

    [Fact]
    public void Names_are_the_same_in_any_case() =>
        Assert.Equal("""{"name":"b"}""", MergePatch.Apply(JsonNode.Parse("""{"name":"a"}"""), JsonElement.Parse("""{"Name":"b"}"""))!.ToJsonString());
}
