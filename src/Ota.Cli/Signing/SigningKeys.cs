namespace Ota.Cli.Signing;

/// <summary>The keys that a command line names. They are opened when it is known, and shown, what they sign.</summary>
internal sealed class SigningKeys(IReadOnlyList<string> files, Passphrases passphrases, CommandSigner? command)
{
    /// <exception cref="CliException">A file holds no key, does not open, or a key is named twice.</exception>
    public async Task<SignerSet> OpenAsync(CancellationToken stop)
    {
        SignerSet set = new();
        try
        {
            for (int i = 0; i < files.Count; i++) set.Add(await PrivateKeyFile.OpenAsync(files[i], i, passphrases, stop), files[i]);
            if (command is not null) set.Add(command, "--signer");
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }
}
