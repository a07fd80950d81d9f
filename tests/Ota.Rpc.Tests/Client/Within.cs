using Grpc.Core;

namespace Ota.Rpc.Tests.Client;

/// <summary>Ends a test that would hang. The limit is no part of any claim: a passing test comes nowhere near it.</summary>
internal static class Within
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task Limited(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Limited<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Limited<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> Limited<T>(this AsyncUnaryCall<T> call) => call.ResponseAsync.WaitAsync(Limit);

    /// <summary>The error that a call ends with.</summary>
    public static async Task<RpcException> FailureAsync(this Task task) =>
        (await FluentActions.Awaiting(() => task.Limited()).Should().ThrowAsync<RpcException>()).Which;

    public static Task<RpcException> FailureAsync<T>(this AsyncUnaryCall<T> call) => call.ResponseAsync.FailureAsync();
}
