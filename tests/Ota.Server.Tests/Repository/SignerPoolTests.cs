using Ota.Core.Bundles.Keys;
using Ota.Server.Bundles.Repository;
using Ota.Server.Hosting;

namespace Ota.Server.Tests.Repository;

public sealed class SignerPoolTests
{
    [Fact]
    public void Many_threads_sign_at_once_and_every_signature_counts()
    {
        using SignerPool pool = new(NewPem(), "key.pem");
        int threads = 4 * Environment.ProcessorCount + 4; // More than there are keys for.
        using Barrier start = new(threads);
        List<(byte[] Data, KeySignature Signature)>[] signed = [.. Enumerable.Range(0, threads).Select(_ => new List<(byte[], KeySignature)>())];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 100; i++)
            {
                byte[] data = BitConverter.GetBytes((long)number << 32 | (uint)i);
                signed[number].Add((data, pool.Sign(data)));
            }
        }))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();

        KeyRing ring = new(new Dictionary<KeyId, TufKey> { [pool.Key.Id] = pool.Key }, new RoleKeys([pool.Key.Id], 1));
        signed.SelectMany(one => one).Should().HaveCount(100 * threads).And.OnlyContain(one => ring.Count(one.Data, new[] { one.Signature }).IsMet);
    }

    [Fact]
    public void A_file_that_is_no_such_key_ends_the_start()
    {
        using LocalSigner rsa = LocalSigner.Create(KeyScheme.RsaPssSha256, 2048);
        foreach (string text in new[] { "", rsa.ToPem(null) })
            FluentActions.Invoking(() => new SignerPool(text, "key.pem")).Should().Throw<StartException>().WithMessage("key.pem is no private key*");
    }

    private static string NewPem()
    {
        using LocalSigner made = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        return made.ToPem(null);
    }
}
