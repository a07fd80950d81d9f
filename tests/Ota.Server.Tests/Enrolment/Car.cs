using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Vehicles;

namespace Ota.Server.Tests.Enrolment;

/// <summary>A vehicle of a test that has enrolled: its certificate, and how it connects.</summary>
internal sealed record Car(string Vid, X509Certificate2 Certificate, V1.EnrolResponse Enrolment, ECDsa Key)
{
    /// <summary>Makes a claim for a registered vehicle and trades it, the one over the operator's channel, the other without credentials.</summary>
    public static async Task<Car> EnrolAsync(ChannelBase admin, ChannelBase anybody, long number)
    {
        string claim = await ClaimAsync(admin, number);
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        V1.EnrolResponse response = await new V1.Enrolment.EnrolmentClient(anybody).EnrolAsync(
            new() { Claim = claim, CertificateSigningRequest = Credentials.SigningRequest(key) });
        return new Car(response.Vid, With(X509Certificate2.CreateFromPem(response.CertificateChain), key), response, key);
    }

    public static async Task<string> ClaimAsync(ChannelBase admin, long number)
    {
        V1.CreateClaimsRequest request = new() { Vehicles = { new V1.VehicleKey { Vin = Fleet.VinOf(number) } } };
        V1.CreateClaimsResponse response = await new V1.Enrolment.EnrolmentClient(admin).CreateClaimsAsync(request);
        return response.Results.Should().ContainSingle().Which.Claim;
    }

    /// <summary>A certificate with a key that TLS can use.</summary>
    public static X509Certificate2 With(X509Certificate2 certificate, ECDsa key)
    {
        using X509Certificate2 both = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static MqttClientOptions Options(string data, int port, X509Certificate2? certificate, string clientId)
    {
        X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "pki", "root.crt"));
        return new MqttClientOptions { Port = port, ClientId = clientId, Tls = MqttClientTls.Create("localhost", [root], certificate) };
    }
}
