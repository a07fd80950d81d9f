using Google.Protobuf;
using Grpc.Core;

namespace Ota.Rpc.Tests.Client;

/// <summary>What the live server does with each kind of call. Unless a test says otherwise, it echoes.</summary>
internal sealed class CallsHandlers
{
    private readonly Lock _sync = new();
    private TaskCompletionSource? _idle;
    private int _live;

    public Func<Note, ServerCallContext, Task<Note>> Unary { get; set; } = (note, _) => Task.FromResult(note);

    public Func<IAsyncStreamReader<Note>, ServerCallContext, Task<Note>> Upload { get; set; } = CountAsync;

    public Func<Note, IServerStreamWriter<Note>, ServerCallContext, Task> Download { get; set; } = RepeatAsync;

    public Func<IAsyncStreamReader<Note>, IServerStreamWriter<Note>, ServerCallContext, Task> Chat { get; set; } = EchoAsync;

    /// <summary>Completes when no call is being served.</summary>
    public Task WhenIdleAsync()
    {
        lock (_sync)
        {
            if (_live == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public async Task<T> CountedAsync<T>(Func<Task<T>> handler)
    {
        lock (_sync)
            _live++;
        try
        {
            return await handler();
        }
        finally
        {
            lock (_sync)
            {
                if (--_live == 0)
                    _idle?.TrySetResult();
            }
        }
    }

    /// <summary>A wait that only the end of the call ends; tells through <paramref name="ended"/> that it did.</summary>
    public static async Task UntilCancelledAsync(ServerCallContext context, TaskCompletionSource ended)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        ended.TrySetResult();
        context.CancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<Note> CountAsync(IAsyncStreamReader<Note> requests, ServerCallContext context)
    {
        Note sum = new();
        using MemoryStream payloads = new();
        await foreach (Note note in requests.ReadAllAsync(context.CancellationToken))
        {
            sum.Number++;
            payloads.Write(note.Payload.Span);
        }
        sum.Payload = ByteString.CopyFrom(payloads.ToArray());
        return sum;
    }

    private static async Task RepeatAsync(Note note, IServerStreamWriter<Note> responses, ServerCallContext context)
    {
        for (int i = 0; i < note.Number; i++)
            await responses.WriteAsync(new Note { Number = i, Payload = note.Payload }, context.CancellationToken);
    }

    private static async Task EchoAsync(IAsyncStreamReader<Note> requests, IServerStreamWriter<Note> responses, ServerCallContext context)
    {
        await foreach (Note note in requests.ReadAllAsync(context.CancellationToken))
            await responses.WriteAsync(note, context.CancellationToken);
    }
}
