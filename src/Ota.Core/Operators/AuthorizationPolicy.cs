using System.Collections.Frozen;

namespace Ota.Core.Operators;

/// <summary>Who may call what: one table for every door, and a method without a row is closed to everybody.</summary>
public static class AuthorizationPolicy
{
    private static readonly FrozenDictionary<string, MethodRule> Rules = new Dictionary<string, MethodRule>
    {
        ["grpc.health.v1.Health/Check"] = Anyone(),
        ["grpc.health.v1.Health/Watch"] = Anyone(),
        ["grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Anyone(),
        ["grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Anyone(),

        ["ota.v1.Artifacts/StartUpload"] = Changes(Role.Engineer),
        ["ota.v1.Artifacts/Upload"] = Changes(Role.Engineer) with { IsBulk = true },
        ["ota.v1.Artifacts/GetArtifact"] = AnyOperator(),
        ["ota.v1.Artifacts/ListArtifacts"] = AnyOperator(),
        ["ota.v1.Artifacts/SignArtifactUrl"] = Changes(Role.Engineer),

        ["ota.v1.Bundles/CheckBundle"] = Reads(Role.Engineer),
        ["ota.v1.Bundles/CreateBundle"] = Changes(Role.Engineer),
        ["ota.v1.Bundles/RequestSignatures"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Bundles/GetBundle"] = AnyOperator(),
        ["ota.v1.Bundles/ListBundles"] = AnyOperator(),
        ["ota.v1.Bundles/WithdrawBundle"] = Changes(Role.Engineer, Role.Release),

        ["ota.v1.Director/AssignBundle"] = Changes(Role.Release),
        ["ota.v1.Director/ClearAssignment"] = Changes(Role.Release),
        ["ota.v1.Director/GetAssignment"] = Reads(Role.Support, Role.Engineer, Role.Approver, Role.Release, Role.Auditor),

        ["ota.v1.Enrolment/CreateClaims"] = Changes(Role.Engineer),
        ["ota.v1.Enrolment/Enrol"] = Anyone(), // A vehicle has nothing yet but its claim, which the method checks.
        ["ota.v1.Enrolment/Renew"] = Anyone(), // By a vehicle's certificate, which is no operator's.
        ["ota.v1.Enrolment/RevokeVehicle"] = Changes(Role.Engineer, Role.Release),

        ["ota.v1.Operators/CreateOperator"] = Changes(Role.Admin),
        ["ota.v1.Operators/CreateCredential"] = Changes(Role.Admin),
        ["ota.v1.Operators/ListOperators"] = Reads(Role.Admin),
        ["ota.v1.Operators/RevokeOperator"] = Changes(Role.Admin),
        ["ota.v1.Operators/RevokeCredential"] = Changes(Role.Admin),

        ["ota.v1.Repository/GetOnlineKeys"] = AnyOperator(),
        ["ota.v1.Repository/GetRepository"] = AnyOperator(),
        ["ota.v1.Repository/GetMetadata"] = AnyOperator(),
        ["ota.v1.Repository/PublishRoot"] = Changes(Role.Release),
        ["ota.v1.Repository/ProposeDelegation"] = Changes(Role.Release),
        ["ota.v1.Repository/ProposeDelegationEnd"] = Changes(Role.Release),
        ["ota.v1.Repository/ProposeRenewal"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Repository/ListChanges"] = AnyOperator(),
        ["ota.v1.Repository/GetChange"] = AnyOperator(),
        ["ota.v1.Repository/SubmitSignature"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Repository/DropChange"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Repository/CheckRepository"] = Reads(Role.Engineer, Role.Release, Role.Auditor),

        ["ota.v1.Rollouts/PlanRollout"] = Reads(Role.Engineer),
        ["ota.v1.Rollouts/CreateRollout"] = Changes(Role.Engineer),
        ["ota.v1.Rollouts/AmendRollout"] = Changes(Role.Engineer),
        ["ota.v1.Rollouts/ApproveRollout"] = Changes(Role.Approver),
        ["ota.v1.Rollouts/StartRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/PauseRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/ResumeRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/HaltRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/RevokeRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/CancelRollout"] = Changes(Role.Release),
        ["ota.v1.Rollouts/RetryInstalls"] = Changes(Role.Release),
        ["ota.v1.Rollouts/ClaimInstall"] = Changes(Role.Support, Role.Engineer, Role.Release),
        ["ota.v1.Rollouts/GetRollout"] = ReadsRollouts(),
        ["ota.v1.Rollouts/ListRollouts"] = ReadsRollouts(),
        ["ota.v1.Rollouts/WatchRollout"] = ReadsRollouts(),
        ["ota.v1.Rollouts/ListInstalls"] = ReadsRollouts(),
        ["ota.v1.Rollouts/ListInstallEvents"] = ReadsRollouts(),
        ["ota.v1.Rollouts/GetReport"] = ReadsRollouts(),
        ["ota.v1.Rollouts/ExplainVehicle"] = ReadsRollouts(),

        ["ota.v1.System/GetVersion"] = AnyOperator(),
        ["ota.v1.System/GetStatus"] = AnyOperator(),

        ["ota.v1.Telemetry/GetLatest"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/GetHistory"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/GetIngestState"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/Watch"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/ListTroubleCodes"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/ListTroubleCodeEvents"] = ReadsTelemetry(),
        ["ota.v1.Telemetry/CompareTroubleCodes"] = ReadsTelemetry(),

        ["ota.v1.Vehicles/ImportVehicles"] = Changes(Role.Engineer),
        ["ota.v1.Vehicles/GetImport"] = Reads(Role.Engineer),
        ["ota.v1.Vehicles/ListVehicles"] = Reads(Role.Engineer, Role.Approver, Role.Release, Role.Auditor, Role.Privacy),
        ["ota.v1.Vehicles/CountVehicles"] = Reads(Role.Viewer, Role.Engineer, Role.Approver, Role.Release, Role.Auditor, Role.Privacy),
        ["ota.v1.Vehicles/LookUpVehicles"] = Reads(Role.Engineer, Role.Release, Role.Privacy),
        ["ota.v1.Vehicles/GetVehicle"] = Reads(Role.Support, Role.Engineer, Role.Approver, Role.Release, Role.Auditor, Role.Privacy),
        ["ota.v1.Vehicles/ListVehicleEvents"] = Reads(Role.Support, Role.Engineer, Role.Approver, Role.Release, Role.Auditor, Role.Privacy),
        ["ota.v1.Vehicles/ListVehicleLookups"] = Reads(Role.Auditor, Role.Privacy),
        ["ota.v1.Vehicles/TagVehicle"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Vehicles/SetVehicleStatus"] = Changes(Role.Engineer, Role.Release),
        ["ota.v1.Vehicles/StartTenure"] = Changes(Role.Support, Role.Engineer, Role.Privacy),
        ["ota.v1.Vehicles/UnlockEcu"] = Changes(Role.Engineer, Role.Release),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The full names of all methods that have a row.</summary>
    public static IEnumerable<string> Methods => Rules.Keys;

    /// <summary>Looks a method up.</summary>
    /// <param name="method">Full name, with or without the leading slash of a gRPC path.</param>
    /// <returns>The row, or null if there is none: nobody may call the method.</returns>
    public static MethodRule? RuleFor(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Rules.GetValueOrDefault(method.StartsWith('/') ? method[1..] : method);
    }

    /// <summary>Whether a rule lets a caller in.</summary>
    /// <param name="rule">The method's row.</param>
    /// <param name="roles">The caller's roles; null if the caller is no operator.</param>
    public static bool Allows(MethodRule rule, RoleSet? roles)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Access switch
        {
            MethodAccess.Anyone => true,
            MethodAccess.AnyOperator => roles is not null,
            _ => roles is { } held && held.Overlaps(rule.Roles),
        };
    }

    private static MethodRule Anyone() => new(MethodAccess.Anyone, default, Mutates: false);

    private static MethodRule AnyOperator() => new(MethodAccess.AnyOperator, default, Mutates: false);

    private static MethodRule Reads(params Role[] roles) => new(MethodAccess.Roles, new RoleSet(roles), Mutates: false);

    private static MethodRule ReadsTelemetry() =>
        Reads(Role.Viewer, Role.Support, Role.Engineer, Role.Approver, Role.Release, Role.Auditor, Role.Privacy);

    private static MethodRule ReadsRollouts() => Reads(Role.Support, Role.Engineer, Role.Approver, Role.Release, Role.Auditor);

    private static MethodRule Changes(params Role[] roles) => new(MethodAccess.Roles, new RoleSet(roles), Mutates: true);
}
