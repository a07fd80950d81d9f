using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>Opened keys, each once; forgotten at the end.</summary>
internal sealed class SignerSet : IDisposable
{
    private readonly List<(ISigner Signer, string Origin)> _all = [];

    /// <summary>The keys and the option or file that each came from.</summary>
    public IReadOnlyList<(ISigner Signer, string Origin)> All => _all;

    /// <exception cref="CliException">The key is there already.</exception>
    public void Add(ISigner signer, string origin)
    {
        (ISigner Signer, string Origin) same = _all.FirstOrDefault(one => one.Signer.Key.Fingerprint == signer.Key.Fingerprint);
        _all.Add((signer, origin));
        if (same.Signer is not null) throw CliException.BadUsage($"{same.Origin} and {origin} are the same key, which counts once; name it once.");
    }

    public void Dispose()
    {
        foreach (IDisposable key in _all.Select(one => one.Signer).OfType<IDisposable>()) key.Dispose();
    }
}
