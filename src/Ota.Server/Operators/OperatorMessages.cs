using Google.Protobuf.WellKnownTypes;
using Ota.Core.Operators;

namespace Ota.Server.Operators;

/// <summary>Rows as messages.</summary>
internal static class OperatorMessages
{
    public static V1.Operator From(OperatorRow row, IEnumerable<CredentialRow> credentials)
    {
        V1.Operator message = new()
        {
            Name = ResourceName.OfOperator(row.Name),
            CreateTime = TimeOf(row.Created),
            Creator = row.CreatedBy.Length == 0 ? "" : ResourceName.OfOperator(row.CreatedBy),
            RevokeTime = row.Disabled is { } disabled ? TimeOf(disabled) : null,
        };
        if (RoleSet.TryParse(row.Roles, out RoleSet roles)) message.Roles.Add(roles.Select(role => (V1.Role)role));
        message.Credentials.Add(credentials.Select(From));
        return message;
    }

    public static V1.Credential From(CredentialRow row)
    {
        bool isCertificate = row.Kind == CredentialRow.Certificate;
        return new V1.Credential
        {
            Name = ResourceName.OfCredential(row.Operator, row.Id),
            Kind = isCertificate ? V1.Credential.Types.Kind.Certificate : V1.Credential.Types.Kind.Token,
            Fingerprint = isCertificate ? row.Fingerprint : "",
            CreateTime = TimeOf(row.Created),
            ExpireTime = TimeOf(row.Expires),
            RevokeTime = row.Revoked is { } revoked ? TimeOf(revoked) : null,
            LastUsedDate = row.LastUsed,
        };
    }

    private static Timestamp TimeOf(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToTimestamp();
}
