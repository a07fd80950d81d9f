using Google.Protobuf;
using Ota.Core.Rollouts.Installs;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Reads the payload of <c>up/ota</c>. What cannot be read is never taken; nothing is made to fit.</summary>
internal static class OtaReportReader
{
    private const uint Schema = 1;

    // What a later version added is not kept: it could be all of the message.
    private static readonly MessageParser<OtaReport> Parser = OtaReport.Parser.WithDiscardUnknownFields(true);

    /// <returns>What it says, or null and why it is not taken.</returns>
    public static OtaRequest? TryRead(ReadOnlySpan<byte> payload, out UpReceipt refusal)
    {
        refusal = UpReceipt.Refused("malformed", "it is no OtaReport");
        if (payload.Length > OtaLimits.Payload)
        {
            refusal = UpReceipt.Refused("too_large");
            return null;
        }

        if (TryParse(payload) is not { } report) return null;
        if (report.SchemaVersion != Schema)
        {
            refusal = UpReceipt.Refused("unknown_schema");
            return null;
        }

        if (!TryReadUse(report.Use, out VehicleUse? use))
        {
            refusal = UpReceipt.Refused("malformed", "use is beyond what is counted");
            return null;
        }

        return TryRead(report, ref refusal) is { } request ? request with { RequestId = report.RequestId, Use = use } : null;
    }

    private static OtaReport? TryParse(ReadOnlySpan<byte> payload)
    {
        if (!OtaReportShape.IsWithinLimits(payload)) return null;
        try
        {
            return Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static OtaRequest? TryRead(OtaReport report, ref UpReceipt refusal)
    {
        switch (report.WhatCase)
        {
            case OtaReport.WhatOneofCase.JobRequest:
                JobRequest wanted = report.JobRequest;
                if (wanted.Rollout.Length == 0) return new OtaRequest.Wanted(null);
                return NameOf(wanted.Rollout, wanted.Offer, ref refusal) is { } has ? new OtaRequest.Wanted(has) : null;
            case OtaReport.WhatOneofCase.Status:
                if (NameOf(report.Status.Rollout, report.Status.Offer, ref refusal) is not { } job) return null;
                return JobStatusReader.TryRead(report.Status, ref refusal) is { } said ? new OtaRequest.Status(job, said) : null;
            case OtaReport.WhatOneofCase.StartRequest:
                StartRequest start = report.StartRequest;
                if (NameOf(start.Rollout, start.Offer, ref refusal) is not { } begun) return null;
                if (start.Attempt is > 0 and <= int.MaxValue) return new OtaRequest.Start(begun, (int)start.Attempt);
                refusal = UpReceipt.Refused("no_identity", "attempt");
                return null;
            case OtaReport.WhatOneofCase.Proof:
                return TryReadProof(report.Proof, ref refusal);
            default:
                refusal = UpReceipt.Refused("unknown_request", "it says nothing that is known here");
                return null;
        }
    }

    private static OtaRequest.Proof? TryReadProof(ProofMessage proof, ref UpReceipt refusal)
    {
        if (NameOf(proof.Rollout, proof.Offer, ref refusal) is not { } job) return null;
        if (proof.Inventory is { } inventory)
            return ContactReader.TryReadInventory(inventory, out refusal) is { } message ? new OtaRequest.Proof(job, message) : null;
        refusal = UpReceipt.Refused("malformed", "there is no inventory in it");
        return null;
    }

    private static JobName? NameOf(string rollout, uint offer, ref UpReceipt refusal)
    {
        if (JobName.TryMake(rollout, offer) is { } name) return name;
        refusal = UpReceipt.Refused("no_identity", "rollout or offer");
        return null;
    }

    private static bool TryReadUse(Use? use, out VehicleUse? read)
    {
        read = null;
        if (use is null or { IgnitionCycles: 0, OdometerM: 0 }) return true;
        if (use.IgnitionCycles > long.MaxValue || use.OdometerM > long.MaxValue) return false;
        read = new VehicleUse((long)use.IgnitionCycles, (long)use.OdometerM);
        return true;
    }
}
