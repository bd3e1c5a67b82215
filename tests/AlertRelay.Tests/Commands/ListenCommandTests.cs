using System.Diagnostics;
using System.Text;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Commands;

public sealed class ListenCommandTests
{
    [Theory]
    [InlineData("""{"type":"t","id":"1","data":{"headline":"one\n\u001b[2Jtwo\u202e"}}""", "t one  [2Jtwo  [signature not checked, id 1]")]
    [InlineData("""{"type":"t\r\nforged [signature holds]","id":"1"}""", "t  forged [signature holds] [signature not checked, id 1]")]
    [InlineData("[]", "(no CloudEvent) [signature not checked, id missing]")]
    public async Task What_arrives_is_printed_in_one_line_without_control_characters(string body, string line)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "AlertRelay"), ["listen", "--port", "0"]) { RedirectStandardOutput = true };
        using var listener = Tool.Started(start);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            var first = await listener.StandardOutput.ReadLineAsync(deadline.Token);
            using var http = new HttpClient();
            await http.PostAsync(first!.Split(' ')[2], new StringContent(body, Encoding.UTF8, "application/json"), deadline.Token);

            Assert.Equal(line, await listener.StandardOutput.ReadLineAsync(deadline.Token));
        }
        finally
        {
            listener.Kill();
        }
    }
}
