using System.Runtime.InteropServices;

namespace Ota.Core.Bundles.Keys;

/// <summary>
/// Ed25519 (RFC 8032 5.1) by libcrypto. libcrypto checks by the formula without cofactor, wants s below the group's order and the
/// first half of the signature in its one canonical encoding. It takes any public key, though; those for which anybody can make
/// signatures, and second encodings of a key, are refused here, so that a key counts once in a threshold and means somebody.
/// </summary>
internal static class Ed25519
{
    public const int KeySize = 32;
    public const int SignatureSize = 64;

    private const int TypeId = 1087; // NID_ED25519
    private const int Success = 1;
    private const byte SignBit = 0x80;

    // 2^255 - 19, lowest byte first as keys are.
    private static readonly byte[] Prime = Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    // The y of the points whose order is 1, 2, 4 or 8, without sign bit.
    private static readonly byte[][] LowOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <summary>Whether bytes may be a public key: 32, canonical, and not a point of low order.</summary>
    public static bool IsUsable(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeySize) return false;
        byte[] y = publicKey.ToArray();
        y[^1] &= unchecked((byte)~SignBit);
        return IsBelowPrime(y) && !LowOrder.Any(point => y.AsSpan().SequenceEqual(point));
    }

    /// <summary>Checks a signature.</summary>
    /// <param name="library">Null if the machine has none.</param>
    /// <param name="publicKey">A usable key.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">Anything.</param>
    public static SignatureVerdict Verify(LibCrypto? library, byte[] publicKey, byte[] data, byte[] signature)
    {
        if (library is null) return SignatureVerdict.NoLibrary;
        if (signature.Length != SignatureSize) return SignatureVerdict.Invalid;
        nint key = library.NewRawPublicKey(TypeId, 0, publicKey, (nuint)publicKey.Length);
        nint digest = library.NewDigest();
        try
        {
            bool isValid = key != 0
                && digest != 0
                && library.VerifyInit(digest, 0, 0, 0, key) == Success
                && library.Verify(digest, signature, (nuint)signature.Length, data, (nuint)data.Length) == Success;
            return isValid ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
        }
        finally
        {
            library.FreeDigest(digest);
            library.FreeKey(key);
            library.ClearErrors();
        }
    }

    /// <summary>Makes a signature; null if libcrypto could not.</summary>
    public static byte[]? Sign(LibCrypto library, byte[] privateKey, byte[] data)
    {
        nint key = library.NewRawPrivateKey(TypeId, 0, privateKey, (nuint)privateKey.Length);
        nint digest = library.NewDigest();
        try
        {
            byte[] signature = new byte[SignatureSize];
            nuint length = SignatureSize;
            bool isDone = key != 0
                && digest != 0
                && library.SignInit(digest, 0, 0, 0, key) == Success
                && library.Sign(digest, signature, ref length, data, (nuint)data.Length) == Success;
            return isDone ? signature : null;
        }
        finally
        {
            library.FreeDigest(digest);
            library.FreeKey(key);
            library.ClearErrors();
        }
    }

    /// <summary>The public key of a private one; null if libcrypto finds none.</summary>
    public static byte[]? PublicKeyOf(LibCrypto library, byte[] privateKey)
    {
        nint key = library.NewRawPrivateKey(TypeId, 0, privateKey, (nuint)privateKey.Length);
        try
        {
            return key == 0 ? null : ReadRaw(library.GetRawPublicKey, key);
        }
        finally
        {
            library.FreeKey(key);
            library.ClearErrors();
        }
    }

    /// <summary>The private key in a PKCS#8 text, opened with a password (UTF-8, ended by a zero byte); null if there is none.</summary>
    public static byte[]? ReadPem(LibCrypto library, byte[] pem, byte[] password)
    {
        GCHandle pinned = GCHandle.Alloc(pem, GCHandleType.Pinned);
        nint memory = library.NewMemory(pinned.AddrOfPinnedObject(), pem.Length);
        nint key = memory == 0 ? 0 : library.ReadPrivateKey(memory, 0, 0, password);
        try
        {
            return key != 0 && library.TypeOf(key) == TypeId ? ReadRaw(library.GetRawPrivateKey, key) : null;
        }
        finally
        {
            library.FreeKey(key);
            _ = library.FreeMemory(memory);
            pinned.Free();
            library.ClearErrors();
        }
    }

    /// <summary>A private key in PKCS#8 (RFC 8410 7).</summary>
    public static byte[] ToPkcs8(byte[] privateKey) => [.. Convert.FromHexString("302e020100300506032b657004220420"), .. privateKey];

    private static byte[]? ReadRaw(LibCrypto.GetRawKey read, nint key)
    {
        byte[] raw = new byte[KeySize];
        nuint length = KeySize;
        return read(key, raw, ref length) == Success && length == KeySize ? raw : null;
    }

    private static bool IsBelowPrime(byte[] y)
    {
        for (int i = KeySize - 1; i >= 0; i--)
        {
            if (y[i] != Prime[i]) return y[i] < Prime[i];
        }

        return false;
    }
}
