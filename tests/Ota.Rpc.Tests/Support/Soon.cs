namespace Ota.Rpc.Tests.Support;

/// <summary>Waits for an event that must come; a test that waits in vain fails instead of hanging.</summary>
internal static class Soon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task Within(this Task happened) => happened.WaitAsync(Patience);

    public static Task<T> Within<T>(this Task<T> happened) => happened.WaitAsync(Patience);

    /// <summary>Ends when the token fires.</summary>
    public static async Task FiredAsync(this CancellationToken token)
    {
        TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(fired.SetResult);
        await fired.Task.Within();
    }
}
