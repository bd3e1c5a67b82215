using System.Net;
using Azure;
using Azure.Identity;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// What the responses of a storage account mean for an operator (https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes).
/// The clients have already retried for half a minute. An error that is not listed is a bug of the relay.
/// </summary>
/// <param name="account">The account's name.</param>
/// <param name="role">What the identity needs in order to use the service.</param>
internal sealed class AzureErrors(string account, string role)
{
    /// <exception cref="StoreException">The account refuses or fails, and the operator can fix it.</exception>
    public async Task<T> Explained<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (RequestFailedException e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
        // Several attempts without a response are thrown as one of these.
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is RequestFailedException or IOException or OperationCanceledException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Silent(e.InnerExceptions[^1]);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(e);
        }
        catch (AuthenticationFailedException e)
        {
            throw new StoreException(
                $"No identity for the storage account {account} was found: give this program a managed identity (AZURE_CLIENT_ID names a user-assigned one), "
                + $"sign in with \"az login\", or set Storage:ConnectionString: {FirstLine(e)}",
                e);
        }
    }

    private StoreException? Explain(RequestFailedException fault) => fault.Status switch
    {
        (int)HttpStatusCode.Forbidden when Code(fault) is "AuthenticationFailed" or "InvalidAuthenticationInfo" => Unauthentic(fault),
        (int)HttpStatusCode.Unauthorized => Unauthentic(fault),
        (int)HttpStatusCode.Forbidden => new StoreException(
            $"The storage account {account} refuses this identity ({Code(fault)}): grant it the role \"{role}\" on the account, "
            + "and check the account's network rules; a new role takes some minutes; nothing was changed.",
            fault)
        {
            Cause = "the storage account refuses this program's identity",
        },
        (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500 => new StoreException(
            $"The storage account {account} is too busy or out of order ({fault.Status} {Code(fault)}): "
            + "the relay retried several times and tries again later; nothing is lost.",
            fault)
        {
            Cause = "the storage account is too busy or out of order",
        },
        (int)HttpStatusCode.Conflict when Code(fault) is "TableBeingDeleted" or "QueueBeingDeleted" => new StoreException(
            $"The storage account {account} is still removing a table or queue that somebody deleted: wait a minute; it is made again with the next turn.",
            fault),
        0 => Silent(fault),
        _ => null,
    };

    private StoreException Unauthentic(RequestFailedException fault) => new(
        $"The storage account {account} does not accept the credentials ({Code(fault)}): "
        + "check Storage:ConnectionString or Storage:AccountName, and this machine's clock; nothing was changed.",
        fault)
    {
        Cause = "the storage account does not accept the credentials",
    };

    private StoreException Silent(Exception fault) => new(
        $"The storage account {account} does not answer: {FirstLine(fault)}; "
        + "check Storage:AccountName and the network; the relay tries again later; nothing is lost.",
        fault)
    {
        Cause = "the storage account does not answer",
    };

    // The table client reads the code from the body only, which some refusals lack.
    private static string Code(RequestFailedException fault) =>
        fault.ErrorCode is { Length: > 0 } code ? code
        : fault.GetRawResponse()?.Headers.TryGetValue("x-ms-error-code", out var header) == true && header.Length > 0 ? header
        : "no code";

    private static string FirstLine(Exception fault) => fault.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.', ' ');
}
