using System.Runtime.InteropServices;

namespace Ota.Core.Bundles.Keys;

/// <summary>
/// The functions of OpenSSL 3 that the class library does not offer: Ed25519. Found at run time, so that a machine without it loses
/// this scheme and nothing else.
/// </summary>
internal sealed class LibCrypto
{
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];

    private static readonly Lazy<LibCrypto?> Found = new(() => TryLoad(Names));

    private LibCrypto(nint library)
    {
        NewRawPublicKey = Get<NewRawKey>(library, "EVP_PKEY_new_raw_public_key");
        NewRawPrivateKey = Get<NewRawKey>(library, "EVP_PKEY_new_raw_private_key");
        GetRawPublicKey = Get<GetRawKey>(library, "EVP_PKEY_get_raw_public_key");
        GetRawPrivateKey = Get<GetRawKey>(library, "EVP_PKEY_get_raw_private_key");
        TypeOf = Get<GetKeyType>(library, "EVP_PKEY_get_id");
        FreeKey = Get<Free>(library, "EVP_PKEY_free");
        NewDigest = Get<New>(library, "EVP_MD_CTX_new");
        FreeDigest = Get<Free>(library, "EVP_MD_CTX_free");
        VerifyInit = Get<DigestInit>(library, "EVP_DigestVerifyInit");
        Verify = Get<DigestVerify>(library, "EVP_DigestVerify");
        SignInit = Get<DigestInit>(library, "EVP_DigestSignInit");
        Sign = Get<DigestSign>(library, "EVP_DigestSign");
        NewMemory = Get<NewBuffer>(library, "BIO_new_mem_buf");
        FreeMemory = Get<FreeBuffer>(library, "BIO_free");
        ReadPrivateKey = Get<ReadPem>(library, "PEM_read_bio_PrivateKey");
        ClearErrors = Get<Clear>(library, "ERR_clear_error");
    }

    public delegate nint NewRawKey(int type, nint engine, byte[] key, nuint length);

    public delegate int GetRawKey(nint key, byte[] output, ref nuint length);

    public delegate int GetKeyType(nint key);

    public delegate nint New();

    public delegate void Free(nint pointer);

    public delegate int DigestInit(nint digest, nint keyContext, nint type, nint engine, nint key);

    public delegate int DigestVerify(nint digest, byte[] signature, nuint signatureLength, byte[] data, nuint dataLength);

    public delegate int DigestSign(nint digest, byte[] signature, ref nuint signatureLength, byte[] data, nuint dataLength);

    /// <summary>The buffer reads the bytes where they are, so they must stay there as long as it lives.</summary>
    public delegate nint NewBuffer(nint bytes, int length);

    public delegate int FreeBuffer(nint buffer);

    public delegate nint ReadPem(nint buffer, nint output, nint callback, byte[] password);

    public delegate void Clear();

    /// <summary>The library of this machine, or null if it has none.</summary>
    public static LibCrypto? Instance => Found.Value;

    public NewRawKey NewRawPublicKey { get; }

    public NewRawKey NewRawPrivateKey { get; }

    public GetRawKey GetRawPublicKey { get; }

    public GetRawKey GetRawPrivateKey { get; }

    public GetKeyType TypeOf { get; }

    public Free FreeKey { get; }

    public New NewDigest { get; }

    public Free FreeDigest { get; }

    public DigestInit VerifyInit { get; }

    public DigestVerify Verify { get; }

    public DigestInit SignInit { get; }

    public DigestSign Sign { get; }

    public NewBuffer NewMemory { get; }

    public FreeBuffer FreeMemory { get; }

    public ReadPem ReadPrivateKey { get; }

    /// <summary>Empties this thread's error queue, which the class library's own use of OpenSSL would find otherwise.</summary>
    public Clear ClearErrors { get; }

    /// <summary>Loads the first library of these names that has all the functions.</summary>
    public static LibCrypto? TryLoad(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            try
            {
                return new LibCrypto(library);
            }
            catch (EntryPointNotFoundException)
            {
                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    private static T Get<T>(nint library, string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
