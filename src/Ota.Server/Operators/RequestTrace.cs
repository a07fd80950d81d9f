using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Server.Audit;

namespace Ota.Server.Operators;

/// <summary>
/// What the audit log keeps of a request: a digest over the bytes of its messages in order, and the first message in a line.
/// Costs nothing for calls that are not audited: a single request is read only when somebody asks.
/// </summary>
internal sealed class RequestTrace
{
    private IncrementalHash? _hash;
    private IMessage? _first;

    public string Summary => _first is null ? "" : RequestSummary.Of(_first);

    /// <summary>Lower-case hexadecimal; empty before the first message.</summary>
    public string Digest
    {
        get
        {
            if (_hash is not null) return Convert.ToHexStringLower(_hash.GetCurrentHash());
            return _first is null ? "" : Convert.ToHexStringLower(SHA256.HashData(_first.ToByteArray()));
        }
    }

    public static RequestTrace Of(object? request) => new() { _first = request as IMessage };

    /// <summary>Adds a message of a stream.</summary>
    public void Add(object? message)
    {
        if (message is not IMessage protobuf) return;
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(protobuf.ToByteArray());
        _first ??= protobuf;
    }
}
