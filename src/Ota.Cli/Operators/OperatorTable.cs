using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>Operators and credentials as rows.</summary>
internal static class OperatorTable
{
    private const string Prefix = "operators/";

    public static void Write(TableOutput output, IEnumerable<Operator> operators, DateTimeOffset now) => output.WriteTable(
        ["NAME", "ROLES", "STATE", "CREDENTIALS", "LAST USED", "CREATED", "CREATED BY"],
        operators.Select(one => (string[])
        [
            Short(one.Name),
            RoleNames.Join(one.Roles),
            one.RevokeTime is null ? "active" : $"revoked {Moments.Utc(one.RevokeTime)}",
            $"{one.Credentials.Count(held => StateOf(held, one.RevokeTime, now) == "usable")} usable of {one.Credentials.Count}",
            one.Credentials.Select(held => held.LastUsedDate).Max(StringComparer.Ordinal) is { Length: > 0 } day ? day : "never",
            Moments.Utc(one.CreateTime),
            one.Creator.Length == 0 ? "first start" : Short(one.Creator),
        ]));

    public static void WriteCredentials(TableOutput output, IEnumerable<Operator> operators, DateTimeOffset now) =>
        WriteCredentials(output, operators.SelectMany(holder => holder.Credentials.Select(one => (one, StateOf(one, holder.RevokeTime, now)))), now);

    public static void WriteCredential(TableOutput output, Credential credential, DateTimeOffset now) =>
        WriteCredentials(output, [(credential, StateOf(credential, null, now))], now);

    /// <summary>The name that verbs take: without the collection.</summary>
    public static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static void WriteCredentials(TableOutput output, IEnumerable<(Credential One, string State)> credentials, DateTimeOffset now) =>
        output.WriteTable(
            ["CREDENTIAL", "KIND", "STATE", "EXPIRES", "LAST USED"],
            credentials.Select(row => (string[])
            [
                row.One.Name,
                row.One.Kind.ToString().ToLowerInvariant(),
                row.State,
                Moments.WithDistance(row.One.ExpireTime, now),
                row.One.LastUsedDate.Length == 0 ? "never" : row.One.LastUsedDate,
            ]));

    // A revoked operator's credentials are not revoked one by one, but none of them works.
    private static string StateOf(Credential credential, Timestamp? holderRevoked, DateTimeOffset now) =>
        (credential.RevokeTime ?? holderRevoked) is not null ? "revoked"
        : credential.ExpireTime?.ToDateTimeOffset() <= now ? "expired"
        : "usable";
}
