using Ota.Core.Bundles.Keys;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Repository;

/// <summary>
/// One private key for many threads. The platform promises no more than one user at a time of a key object, so each signature has one to
/// itself: as a rule one of a few that are kept, taken and put back without a lock. Only if all of them are taken at this moment one is
/// made of the text for this signature alone, which costs some signatures' time and no waiting.
/// </summary>
internal sealed class SignerPool : ISigner, IDisposable
{
    private readonly string _pem;
    private readonly LocalSigner?[] _free;

    public SignerPool(string pem, string path)
    {
        _pem = pem;
        LocalSigner first = LocalSigner.TryReadPem(pem, null) is { Key.Scheme: KeyScheme.EcdsaP256Sha256 } signer
            ? signer
            : throw new StartException($"{path} is no private key on P-256: put it back from a backup, or remove it and publish a root with the new one.");
        Key = first.Key;
        // Threads that sign at once are as many as processors; some more, since one may be interrupted while it signs.
        _free = new LocalSigner?[2 * Environment.ProcessorCount];
        _free[0] = first;
        for (int i = 1; i < _free.Length; i++) _free[i] = Read();
    }

    public TufKey Key { get; }

    public KeySignature Sign(byte[] data)
    {
        LocalSigner signer = TryTake() ?? Read();
        try
        {
            return signer.Sign(data);
        }
        finally
        {
            PutBack(signer);
        }
    }

    public void Dispose()
    {
        while (TryTake() is { } signer) signer.Dispose();
    }

    private LocalSigner? TryTake()
    {
        int start = Thread.GetCurrentProcessorId();
        for (int i = 0; i < _free.Length; i++)
        {
            if (Interlocked.Exchange(ref _free[(uint)(start + i) % _free.Length], null) is { } signer) return signer;
        }

        return null;
    }

    private void PutBack(LocalSigner signer)
    {
        int start = Thread.GetCurrentProcessorId();
        for (int i = 0; i < _free.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _free[(uint)(start + i) % _free.Length], signer, null) is null) return;
        }

        signer.Dispose();
    }

    private LocalSigner Read() => LocalSigner.TryReadPem(_pem, null)!;
}
