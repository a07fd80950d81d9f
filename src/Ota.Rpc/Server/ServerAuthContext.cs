using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>What a client certificate says, under the property names that gRPC uses.</summary>
internal static class ServerAuthContext
{
    private const string CommonNameId = "2.5.4.3"; // RFC 4519, 2.3
    private const string CommonName = "x509_common_name";
    private const string AlternativeName = "x509_subject_alternative_name";

    public static AuthContext Of(X509Certificate2? certificate)
    {
        if (certificate is null)
            return AuthContext.Unauthenticated;
        Dictionary<string, List<AuthProperty>> properties = [];
        foreach (X509SubjectAlternativeNameExtension names in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            foreach (string name in names.EnumerateDnsNames())
                Add(properties, AlternativeName, name);
        }
        // Not GetNameInfo: without a common name it falls back to other parts of the name, which are nobody's identity.
        foreach (X500RelativeDistinguishedName part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameId && part.GetSingleElementValue() is { Length: > 0 } name)
                Add(properties, CommonName, name);
        }
        string? identity = properties.ContainsKey(AlternativeName) ? AlternativeName : properties.ContainsKey(CommonName) ? CommonName : null;
        return new AuthContext(identity, properties);
    }

    private static void Add(Dictionary<string, List<AuthProperty>> properties, string name, string value)
    {
        if (!properties.TryGetValue(name, out List<AuthProperty>? values))
            properties[name] = values = [];
        values.Add(AuthProperty.Create(name, Encoding.UTF8.GetBytes(value)));
    }
}
