namespace Grpc.Core;

/// <summary>Who the peer is, as its client certificate says.</summary>
/// <param name="peerIdentityPropertyName">Which property names the peer; null when it is not authenticated.</param>
/// <param name="properties">All properties, by name.</param>
public class AuthContext(string? peerIdentityPropertyName, Dictionary<string, List<AuthProperty>> properties)
{
    internal static readonly AuthContext Unauthenticated = new(null, []);

    /// <summary>Whether a certificate was presented and accepted.</summary>
    public bool IsPeerAuthenticated => PeerIdentityPropertyName is not null;

    /// <summary>Which property names the peer; null when it is not authenticated.</summary>
    public string? PeerIdentityPropertyName { get; } = peerIdentityPropertyName;

    /// <summary>The properties that name the peer.</summary>
    public IEnumerable<AuthProperty> PeerIdentity =>
        PeerIdentityPropertyName is null ? [] : FindPropertiesByName(PeerIdentityPropertyName);

    /// <summary>Every property.</summary>
    public IEnumerable<AuthProperty> Properties => properties.Values.SelectMany(values => values);

    /// <summary>The properties of one name.</summary>
    /// <param name="propertyName">E.g. <c>x509_common_name</c>.</param>
    public IEnumerable<AuthProperty> FindPropertiesByName(string propertyName) =>
        properties.TryGetValue(propertyName, out List<AuthProperty>? values) ? values : [];
}
