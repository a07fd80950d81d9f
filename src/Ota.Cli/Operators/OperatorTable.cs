using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>Operators and credentials as rows.</summary>
internal static class OperatorTable
{
    private const string Prefix = "operators/";

    public static void Write(TableOutput output, IEnumerable<Operator> operators, DateTimeOffset now) => output.WriteTable(
        ["NAME", "ROLES", "STATE", "USABLE", "LAST USED", "CREATED", "CREATED BY"],
        folded: 1,
        operators.Select(one => (string[])
        [
            Short(one.Name),
            output.Join(one.Roles.Select(RoleNames.Of)),
            one.RevokeTime is null ? "active" : $"revoked {Moments.Day(one.RevokeTime)}",
            $"{one.Credentials.Count(held => StateOf(held, one.RevokeTime, now) == "usable")} of {one.Credentials.Count}",
            one.Credentials.Select(held => held.LastUsedDate).Max(StringComparer.Ordinal) is { Length: > 0 } day ? day : "never",
            Moments.Day(one.CreateTime),
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
            folded: 3,
            credentials.Select(row => (string[])
            [
                Short(row.One.Name).Replace("/credentials/", "/", StringComparison.Ordinal),
                row.One.Kind.ToString().ToLowerInvariant(),
                row.State,
                row.One.ExpireTime is { } expiry ? $"{Moments.Day(expiry)} ({Moments.Distance(expiry, now)})" : "",
                row.One.LastUsedDate.Length == 0 ? "never" : row.One.LastUsedDate,
            ]));

    // A revoked operator's credentials are not revoked one by one, but none of them works.
    private static string StateOf(Credential credential, Timestamp? holderRevoked, DateTimeOffset now) =>
        (credential.RevokeTime ?? holderRevoked) is not null ? "revoked"
        : credential.ExpireTime?.ToDateTimeOffset() <= now ? "expired"
        : "usable";
}
