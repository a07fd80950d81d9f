using System.Globalization;
using Ota.Cli.Connection;
using Ota.Cli.Keys;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>
/// A root on its way from signer to signer. The working file is the metadata file itself, with the signatures so far: what is published in
/// the end is what people passed around.
/// </summary>
internal sealed record RootFile(string Path, RootMetadata Metadata, MetadataDraft Draft)
{
    /// <summary>A root without signatures.</summary>
    public static RootFile Begin(string path, RootMetadata metadata) => new(path, metadata, MetadataDraft.Of(metadata, MetadataDialect.Tuf));

    /// <exception cref="CliException">The file cannot be read, or is no root.</exception>
    public static RootFile Read(string path) => Parse(path, InputFile.ReadBytes(path, MetadataLimits.Default.RootBytes));

    /// <param name="path">Where the bytes are from, for sentences.</param>
    /// <param name="bytes">Anything.</param>
    /// <exception cref="CliException">The bytes are no root.</exception>
    public static RootFile Parse(string path, byte[] bytes)
    {
        SignedEnvelope? envelope = SignedEnvelope.TryRead(bytes, MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out string? problem);
        if (envelope is not null
            && MetadataDecoder.TryDecode(envelope.Signed, MetadataRole.Root, MetadataDialect.Tuf, out problem) is RootMetadata metadata)
        {
            return new RootFile(path, metadata, MetadataDraft.Of(envelope, MetadataDialect.Tuf));
        }

        throw CliException.BadUsage($"{path} is no root: {problem} `ota root init` makes one.");
    }

    /// <summary>The same file with another content and so without signatures.</summary>
    public RootFile With(RootMetadata metadata) => Begin(Path, metadata);

    public RootFile With(KeySignature signature) => this with { Draft = Draft.With(signature) };

    /// <summary>Whether a key's signature is there, and is one.</summary>
    public bool IsSignedBy(TufKey key)
    {
        byte[] bytes = Draft.BytesToSign.ToArray();
        return Draft.Signatures.Any(one => one.KeyId == key.Id && key.Verify(bytes, one.Value) == SignatureVerdict.Valid);
    }

    public void SaveNew() => PublicFile.WriteNew(Path, Draft.ToBytes());

    public void Save() => PublicFile.Replace(Path, Draft.ToBytes());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} (root version {Metadata.Version})");
}
