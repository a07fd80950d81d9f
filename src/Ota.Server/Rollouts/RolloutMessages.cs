using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Bundles.Director;
using Ota.Server.Operators;
using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Rollouts;

/// <summary>Rollouts as messages.</summary>
internal static class RolloutMessages
{
    public static V1.Rollout From(RolloutPicture picture, string bundleTitle, DateTimeOffset now)
    {
        Rollout rollout = picture.Rollout;
        V1.Rollout message = new()
        {
            Name = RolloutName.Of(rollout),
            Title = rollout.Title,
            Bundle = BundleResource.Of(rollout.Bundle),
            BundleTitle = bundleTitle,
            State = (V1.RolloutState)rollout.State,
            Reason = rollout.Reason,
            Author = ResourceName.OfOperator(rollout.Author),
            Approver = rollout.Approver.Length == 0 ? "" : ResourceName.OfOperator(rollout.Approver),
            CreateTime = rollout.Created.ToTimestamp(),
            StartTime = rollout.Started?.ToTimestamp(),
            EndTime = rollout.Ended?.ToTimestamp(),
            Population = rollout.Population,
            Verdicts = { picture.Verdicts.Select(verdict => From(verdict.State, verdict.Reason, verdict.Vehicles)) },
            Waves = { picture.Waves.Select(From) },
            PopulationDigest = rollout.PopulationDigest,
            PolicyDigest = rollout.PolicyDigest,
            Revision = rollout.Revision + picture.Steps,
        };
        if (picture.Details is { } details) AddDetails(message, picture, details, now);
        return message;
    }

    public static V1.VerdictCount From(InstallState state, FailureReason? reason, long vehicles) =>
        new() { State = (V1.InstallState)state, Reason = ReasonWords.Of(reason), Vehicles = vehicles };

    /// <summary>What is to be signed to approve a draft, or an amendment; null if there is nothing to approve.</summary>
    public static byte[]? StatementOf(Rollout rollout, AmendmentRow? amendment)
    {
        string? population = rollout.State == RolloutState.Draft ? rollout.PopulationDigest : amendment?.PopulationDigest;
        return population is null || rollout.State >= RolloutState.Completed
            ? null
            : ApprovalStatement.Write(rollout.Id, rollout.Bundle, population, rollout.PolicyDigest);
    }

    private static void AddDetails(V1.Rollout message, RolloutPicture picture, RolloutDetails details, DateTimeOffset now)
    {
        Rollout rollout = picture.Rollout;
        message.Policy = ByteString.CopyFrom(PolicyForm.Write(rollout.Policy));
        message.Work.Add(picture.Work.Where(work => work.Value > 0).OrderBy(work => work.Key).Select(work => new V1.WorkCount
        {
            List = (V1.WorkList)work.Key,
            Vehicles = work.Value,
            Overdue = details.Overdue.GetValueOrDefault(work.Key),
        }));
        message.Failures.Add(picture.Failures.Where(failure => failure.Value > 0).OrderBy(failure => failure.Key)
            .Select(failure => new V1.FailureCount { Family = FailureText.NameOf(failure.Key), Vehicles = failure.Value }));
        message.Rates = details.Rates;
        message.ExpectedTime = ExpectedTime.Of(picture, details.Rates.ProofsHour, now)?.ToTimestamp();
        if (details.Amendment is { } amendment) message.Amendment = From(amendment);
        if (StatementOf(rollout, details.Amendment) is { } statement) message.ApprovalStatement = ByteString.CopyFrom(statement);
        message.Approvals.Add(details.Approvals.Select(From));
        message.Events.Add(details.Events.Select(From));
    }

    private static V1.Wave From(WaveBooks wave) => new()
    {
        Wave_ = wave.Wave,
        Vehicles = wave.Size,
        OpenTime = wave.Opened?.ToTimestamp(),
        ProvenTime = wave.ProvenAt?.ToTimestamp(),
        States = { wave.States.OrderBy(state => state.Key).Select(state => new V1.StateCount { State = (V1.InstallState)state.Key, Vehicles = state.Value }) },
        Begun = wave.Begun,
        Soaked = wave.Soaked,
        Faulty = wave.Faulty,
        Silent = wave.Silent,
    };

    private static V1.Amendment From(AmendmentRow row) => new()
    {
        Reason = row.Reason,
        Author = ResourceName.OfOperator(row.Author),
        CreateTime = StoredTime.Of(row.Time).ToTimestamp(),
        Vehicles = row.Vehicles,
        Verdicts = { VerdictTexts.Read(row.Verdicts).Select(verdict => From(verdict.State, verdict.Reason, verdict.Vehicles)) },
        PopulationDigest = row.PopulationDigest,
    };

    private static V1.Approval From(ApprovalRow row) => new()
    {
        Operator = ResourceName.OfOperator(row.Operator),
        Time = StoredTime.Of(row.Time).ToTimestamp(),
        Statement = ByteString.CopyFrom(row.Statement, Encoding.UTF8),
        Signature = ByteString.FromBase64(row.Signature),
        Certificate = ByteString.FromBase64(row.Certificate),
    };

    private static V1.RolloutEvent From(RolloutEventRow row) => new()
    {
        Time = StoredTime.Of(row.Time).ToTimestamp(),
        Actor = row.Actor,
        Kind = row.Kind,
        Text = row.Text,
    };
}
