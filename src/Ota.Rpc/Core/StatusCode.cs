namespace Grpc.Core;

/// <summary>
/// The outcome of a call, as sent in the trailer <c>grpc-status</c>. The numbers and their meaning are those of
/// <see href="https://github.com/grpc/grpc/blob/master/doc/statuscodes.md"/>.
/// </summary>
public enum StatusCode
{
    /// <summary>Done.</summary>
    OK = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>An error without a better code, or one from another error space.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>Time ran out. A change of state may have happened all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>The thing to be created is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, queue, size limit or store is full.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; do not retry before that is mended.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with a concurrent call; retry the whole sequence.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, which may grow.</summary>
    OutOfRange = 11,

    /// <summary>The method is not known or not enabled here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the callee is broken.</summary>
    Internal = 13,

    /// <summary>Not reachable at the moment; retry with backoff.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known: no credentials, or ones that are not valid.</summary>
    Unauthenticated = 16,
}
