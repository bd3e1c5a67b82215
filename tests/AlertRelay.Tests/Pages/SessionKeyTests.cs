using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Pages.Sessions;
using AlertRelay.Tests.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

/// <summary>The keys of cookies and forms come from a store that may be slow or fail, while the framework waits for them synchronously.</summary>
public sealed class SessionKeyTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_renderer_that_runs_on_one_thread_at_a_time_does_not_wait_for_itself()
    {
        var repository = new SessionKeyRepository(new ServiceCollection().AddSingleton<ISessionKeyStore>(new Keys()).BuildServiceProvider());

        var rendered = Task.Run(() => Dispatcher.CreateDefault().InvokeAsync(() =>
        {
            repository.StoreElement(new("key"), "key-1");
            Assert.Single(repository.GetAllElements());
        }), ApiHost.Cancellation);

        await rendered.WaitAsync(Long, ApiHost.Cancellation);
    }

    [Theory]
    [InlineData(true, false, true), InlineData(false, true, true), InlineData(false, false, false)]
    public async Task Requests_that_need_the_keys_wait_for_them_without_a_thread(bool isConsole, bool hasCookie, bool waits)
    {
        var go = new TaskCompletionSource();
        await using var api = await Start(new Keys { First = go.Task });
        var http = new DefaultHttpContext();
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(isConsole ? PageMetadata.Console : PageMetadata.Mark), null));
        if (hasCookie)
            http.Request.Headers.Cookie = "a=b";
        var isServed = false;

        var request = api.Get<SessionKeyLoading>().Await(http, _ =>
        {
            isServed = true;
            return Task.CompletedTask;
        });

        Assert.Equal((waits, !waits), (!request.IsCompleted, isServed));
        go.SetResult();
        await request.WaitAsync(Long, ApiHost.Cancellation);
        Assert.True(isServed);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_at_the_start_are_in_the_log_and_the_next_page_reads_them()
    {
        await using var api = await Start(new Keys { First = Task.FromException(new StoreException("The disk is full.")) });

        using var browser = await BrowserSession.SignedIn(api, api.Acme, "/subscriptions");

        Assert.Equal("/subscriptions", browser.Path);
        Assert.Contains("The keys of sessions could not be read, so nobody can use the console yet", api.Log.Text);
        Assert.Contains("The disk is full.", api.Log.Text);
    }

    private static Task<ApiHost> Start(Keys keys) => ApiHost.Start(services => services.AddSingleton<ISessionKeyStore>(keys));

    private sealed class Keys : ISessionKeyStore
    {
        private readonly List<string> _keys = [];
        private int _reads;

        /// <summary>The first read ends with it.</summary>
        public Task First { get; init; } = Task.CompletedTask;

        public async Task<IReadOnlyList<string>> List(CancellationToken cancellationToken)
        {
            // Comes back to the thread of the caller, if that has one.
            await Task.Yield();
            if (Interlocked.Increment(ref _reads) == 1)
                await First;
            lock (_keys)
                return [.. _keys];
        }

        public async Task Save(string id, string key, CancellationToken cancellationToken)
        {
            await Task.Yield();
            lock (_keys)
                _keys.Add(key);
        }
    }
}
