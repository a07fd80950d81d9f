using Google.Protobuf;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>What vehicles say of updates is read whole or not at all, whatever the bytes are.</summary>
public sealed class OtaReportReaderTests
{
    private static readonly string[] Reasons = ["malformed", "too_large", "unknown_schema", "unknown_request", "no_identity"];

    public static TheoryData<string, string> Unreadable
    {
        get
        {
            TheoryData<string, string> data = [];
            void Add(string reason, OtaReport report) => data.Add(reason, Convert.ToBase64String(report.ToByteArray()));
            void AddStatus(string reason, Action<JobStatus> change) => Add(reason, Reports.Status(change: change));
            Add("unknown_schema", new OtaReport(Reports.Wanted()) { SchemaVersion = 2 });
            Add("unknown_request", new OtaReport { SchemaVersion = 1 });
            Add("malformed", new OtaReport(Reports.Wanted()) { Use = new Use { OdometerM = ulong.MaxValue } });
            Add("no_identity", Reports.Wanted("0123456789AB", 1));
            Add("no_identity", Reports.Wanted("0123456789a", 1));
            Add("no_identity", Reports.Wanted(Reports.Rollout, 0));
            Add("no_identity", Reports.Wanted(Reports.Rollout, 1u << 31));
            Add("no_identity", Reports.Start(0));
            Add("no_identity", Reports.Status(attempt: 0));
            Add("no_identity", Reports.Status(seq: 0));
            Add("no_identity", Reports.Status(seq: ulong.MaxValue));
            Add("malformed", Reports.Status((JobState)0));
            Add("malformed", Reports.Status((JobState)13)); // The backend's own: confirmed.
            Add("malformed", Reports.Status((JobState)99));
            AddStatus("malformed", status => status.Reason = new Failure());
            AddStatus("malformed", status => status.Reason = new Failure { Family = (Payloads.V1.FailureFamily)13 });
            AddStatus("malformed", status => status.Reason = FailureOf("a\nb"));
            AddStatus("malformed", status => status.Reason = FailureOf("é"));
            AddStatus("malformed", status => status.Reason = FailureOf(new string('x', 65)));
            AddStatus("malformed", status => status.Ecus.Add(new EcuStatus { Ecu = "", State = EcuJobState.Pending }));
            AddStatus("malformed", status => status.Ecus.Add(new EcuStatus { Ecu = new string('x', 65), State = EcuJobState.Pending }));
            AddStatus("malformed", status => status.Ecus.Add(new EcuStatus { Ecu = "gw" }));
            AddStatus("malformed", status => status.Ecus.Add([EcuOf("gw"), EcuOf("gw")]));
            AddStatus("malformed", status => status.Ecus.Add(Enumerable.Range(1, 201).Select(i => EcuOf($"e{i}"))));
            AddStatus("malformed", status => status.Conditions.Add("two words"));
            AddStatus("malformed", status => status.ToldBefore = new Payloads.V1.UserTold { Language = "de" });
            AddStatus("malformed", status => status.ToldBefore = new Payloads.V1.UserTold { TimeMs = 1, Language = "d e" });
            AddStatus("malformed", status => status.ToldAfter = new Payloads.V1.UserTold { TimeMs = long.MaxValue, Language = "de" });
            AddStatus("malformed", status => status.Conditions.Add(Enumerable.Range(1, 33).Select(i => $"c{i}")));
            OtaReport proof = Reports.Proof();
            proof.Proof.Inventory = null;
            Add("malformed", proof);
            Add("malformed", Reports.Proof(ByteString.Empty));
            OtaReport unplaced = Reports.Proof();
            unplaced.Proof.Inventory.Position = null;
            Add("no_identity", unplaced);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_cannot_be_taken_is_refused_with_its_reason(string reason, string payload) =>
        Refusal(Convert.FromBase64String(payload)).Outcome.Should().Be(reason);

    [Fact]
    public void A_status_is_read_in_full()
    {
        OtaReport report = Reports.Status(JobState.RolledBack, 2, 9, status =>
        {
            status.Ecus.Add(new EcuStatus { Ecu = "bms-1", State = EcuJobState.RolledBack, Reason = FailureOf("E-1204") });
            status.Reason = FailureOf("E-1204");
            status.Conditions.Add(["parked", "parked", "gear"]);
            status.Postponed = 3;
        });
        report.Use = new Use { IgnitionCycles = 12, OdometerM = 34_000 };
        FailureReason reason = new(Core.Rollouts.Failures.FailureFamily.Flash, 0x72, "E-1204");
        VehicleReport expected = new(new ReportPosition(1, 2, 9), InstallState.RolledBack)
        {
            Ecus = [new EcuProgress(Core.Vehicles.EcuSerial.TryParse("bms-1")!, EcuInstallState.RolledBack, reason)],
            Reason = reason,
            Conditions = ["parked", "gear"],
            Postponed = 3,
        };
        OtaRequest.Status read = Read(report.ToByteArray()).Should().BeOfType<OtaRequest.Status>().Subject;
        read.Should().BeEquivalentTo(new OtaRequest.Status(Reports.Job, expected) { RequestId = 7, Use = new VehicleUse(12, 34_000) });
    }

    [Fact]
    public void Every_state_that_a_vehicle_may_report_is_the_backends_state_of_that_name()
    {
        foreach (JobState state in Enum.GetValues<JobState>().Except([JobState.Unspecified]))
            ((OtaRequest.Status)Read(Reports.Status(state).ToByteArray())!).Report.State.ToString().Should().Be(state.ToString());
        foreach (EcuJobState state in Enum.GetValues<EcuJobState>().Except([EcuJobState.Unspecified]))
            ((EcuInstallState)state).ToString().Should().Be(state.ToString());
        foreach (Payloads.V1.FailureFamily family in Enum.GetValues<Payloads.V1.FailureFamily>().Except([Payloads.V1.FailureFamily.Unspecified]))
            ((Core.Rollouts.Failures.FailureFamily)family).ToString().Should().Be(family.ToString());
    }

    [Fact]
    public void A_request_without_a_job_and_a_largest_status_are_read()
    {
        Read(Reports.Wanted().ToByteArray()).Should().Be(new OtaRequest.Wanted(null) { RequestId = 7 });
        Read(Reports.Wanted(Reports.Rollout, 1).ToByteArray()).Should().Be(new OtaRequest.Wanted(Reports.Job) { RequestId = 7 });
        OtaReport large = Reports.Status(change: status =>
        {
            status.Ecus.Add(Enumerable.Range(100, OtaLimits.Ecus).Select(i => EcuOf($"{i}".PadRight(64, 'x'))));
            status.Conditions.Add(Enumerable.Range(10, OtaLimits.Conditions).Select(i => $"{i}".PadRight(64, 'x')));
        });
        Read(large.ToByteArray()).Should().BeOfType<OtaRequest.Status>().Which.Report.Ecus.Should().HaveCount(OtaLimits.Ecus);
    }

    [Fact]
    public void What_a_later_version_adds_is_passed_over()
    {
        byte[] added = [.. Reports.Start().ToByteArray(), 0xf8, 0x07, 0x01];
        Read(added).Should().BeOfType<OtaRequest.Start>();
    }

    [Fact]
    public void Half_a_megabyte_of_empty_messages_is_refused_before_anything_is_made_of_it()
    {
        byte[] ecus = [.. Enumerable.Repeat<byte[]>([0x32, 0x00], 200_000).SelectMany(pair => pair)];
        byte[] status = [.. Reports.Status().Status.ToByteArray(), .. ecus];
        byte[] report = [0x08, 0x01, 0x32, .. LengthOf(status), .. status];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(report).Outcome.Should().Be("malformed");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000);
        byte[] twice = [.. Reports.Status(change: Many).ToByteArray(), .. Reports.Status(change: Many).ToByteArray()];
        Refusal(twice).Outcome.Should().Be("malformed", "the lists of two statuses become one");
        Refusal(new byte[OtaLimits.Payload + 1]).Outcome.Should().Be("too_large");

        static void Many(JobStatus of) => of.Ecus.Add(Enumerable.Range(1, 101).Select(i => EcuOf($"e{i}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_bytes_throw(int seed)
    {
        Random random = new(seed);
        byte[][] samples =
        [
            Reports.Wanted(Reports.Rollout, 1).ToByteArray(),
            Reports.Status(change: status => status.Ecus.Add(EcuOf("gw"))).ToByteArray(),
            Reports.Start().ToByteArray(),
            Reports.Proof().ToByteArray(),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = Deform(samples[random.Next(samples.Length)], random);
            OtaRequest? read = OtaReportReader.TryRead(bytes, out UpReceipt refusal);
            if (read is null) Reasons.Should().Contain(refusal.Outcome, $"seed {seed}, round {i}");
        }
    }

    private static byte[] Deform(byte[] sample, Random random)
    {
        if (random.Next(4) == 0)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        List<byte> bytes = [.. sample];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count + 1);
            if (random.Next(3) == 0 || at == bytes.Count) bytes.Insert(at, (byte)random.Next(256));
            else if (random.Next(2) == 0) bytes.RemoveAt(at);
            else bytes[at] = (byte)random.Next(256);
        }

        return [.. bytes];
    }

    private static byte[] LengthOf(byte[] content)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream)) output.WriteLength(content.Length);
        return stream.ToArray();
    }

    private static EcuStatus EcuOf(string serial) => new() { Ecu = serial, State = EcuJobState.Pending };

    private static Failure FailureOf(string supplierCode) =>
        new() { Family = Payloads.V1.FailureFamily.Flash, Code = 0x72, SupplierCode = supplierCode };

    private static OtaRequest? Read(byte[] payload)
    {
        OtaRequest? read = OtaReportReader.TryRead(payload, out UpReceipt refusal);
        read.Should().NotBeNull(refusal.Detail);
        return read;
    }

    private static UpReceipt Refusal(byte[] payload)
    {
        OtaReportReader.TryRead(payload, out UpReceipt refusal).Should().BeNull();
        return refusal;
    }
}
