using System.Text;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Policies;

public sealed class PolicyFormTests
{
    private const string Defaults =
        """{"backoff":"5m","claimWithin":"7d","coolOff":"1d","deadline":null,"growth":3,"guard":{"failedCount":3,"failedPermille":50,"faultCount":3,"faultPermille":50,"silentAfter":"1d","silentCount":3,"silentPermille":50},"holdBackPermille":0,"inventoryMaxAge":"90d","marketOffersPerHour":{},"maxAttempts":3,"maxPostponed":3,"offerExpiry":"90d","offersPerHour":0,"permit":"1d","priority":0,"proofWithin":"1d","recall":null,"silentAfter":"14d","soak":{"confirmedPermille":600,"ignitionCycles":5,"metres":10000,"time":"1d","vehicles":15},"unreachableAfter":"60d","waitExpiry":"90d","waves":[20],"windows":[]}""";

    [Fact]
    public void The_canonical_form_has_every_member()
    {
        Encoding.UTF8.GetString(PolicyForm.Write(new RolloutPolicy())).Should().Be(Defaults);
        PolicyForm.DigestOf(new RolloutPolicy()).Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "waves": [20], "permit": "24h", "soak": {}, "guard": { "silentAfter": "1440m" }, "windows": [], "deadline": null }""")]
    public void What_is_left_out_has_its_default(string json) => Canonical(json).Should().Be(Defaults);

    [Fact]
    public void Every_member_is_read()
    {
        const string Json =
            """
            {
              "waves": [5, 50], "growth": 10, "holdBackPermille": 100,
              "soak": { "confirmedPermille": 700, "time": "90s", "vehicles": 4, "ignitionCycles": 6, "metres": 25000 },
              "guard": { "failedPermille": 10, "failedCount": 2, "silentPermille": 20, "silentCount": 4, "silentAfter": "36h", "faultPermille": 30, "faultCount": 5 },
              "windows": ["22:00-05:30", "12:00-13:00"], "offersPerHour": 1000, "marketOffersPerHour": { "FR": 10, "DE": 0 },
              "priority": -3, "deadline": "2027-01-31T06:00:00Z", "permit": "72h", "offerExpiry": "30d", "waitExpiry": "60d", "silentAfter": "2d",
              "unreachableAfter": "3d", "proofWithin": "15m", "claimWithin": "8d", "inventoryMaxAge": "10d", "maxAttempts": 20, "backoff": "10s",
              "coolOff": "2h", "maxPostponed": 9,
              "recall": { "maker": "Acme", "authority": "KBA", "references": ["013456", "R/2026/7"], "risk": "high", "stopDrive": true }
            }
            """;
        RolloutPolicy policy = PolicyForm.Read(Encoding.UTF8.GetBytes(Json)).Policy!;
        policy.Should().BeEquivalentTo(new RolloutPolicy
        {
            Waves = [5, 50],
            Growth = 10,
            HoldBackPermille = 100,
            Soak = new() { ConfirmedPermille = 700, Time = TimeSpan.FromSeconds(90), Vehicles = 4, IgnitionCycles = 6, Metres = 25_000 },
            Guard = new()
            {
                FailedPermille = 10,
                FailedCount = 2,
                SilentPermille = 20,
                SilentCount = 4,
                SilentAfter = TimeSpan.FromHours(36),
                FaultPermille = 30,
                FaultCount = 5,
            },
            Windows = [new(22 * 60, (5 * 60) + 30), new(12 * 60, 13 * 60)],
            OffersPerHour = 1000,
            MarketOffersPerHour = new Dictionary<string, long> { ["FR"] = 10, ["DE"] = 0 },
            Priority = -3,
            Deadline = new DateTimeOffset(2027, 1, 31, 6, 0, 0, TimeSpan.Zero),
            Permit = TimeSpan.FromHours(72),
            OfferExpiry = TimeSpan.FromDays(30),
            WaitExpiry = TimeSpan.FromDays(60),
            SilentAfter = TimeSpan.FromDays(2),
            UnreachableAfter = TimeSpan.FromDays(3),
            ProofWithin = TimeSpan.FromMinutes(15),
            ClaimWithin = TimeSpan.FromDays(8),
            InventoryMaxAge = TimeSpan.FromDays(10),
            MaxAttempts = 20,
            Backoff = TimeSpan.FromSeconds(10),
            CoolOff = TimeSpan.FromHours(2),
            MaxPostponed = 9,
            Recall = new RecallNotice("Acme", "KBA", ["013456", "R/2026/7"], RiskClass.High, StopDrive: true),
        });
        byte[] written = PolicyForm.Write(policy);
        PolicyForm.Write(PolicyForm.Read(written).Policy!).Should().Equal(written, "the canonical form is read as the same policy");
    }

    [Theory]
    [InlineData("""{"waves":[]}""", "/waves", "This is empty; give an array of wave sizes such as [20, 60].")]
    [InlineData("""{"waves":[20,0]}""", "/waves/1", "This is not a whole number from 1 to 1000000000.")]
    [InlineData("""{"waves":20}""", "/waves", "This is not an array of wave sizes such as [20, 60].")]
    [InlineData("""{"growth":11}""", "/growth", "This is not a whole number from 1 to 10.")]
    [InlineData("""{"growth":0}""", "/growth", "This is not a whole number from 1 to 10.")]
    [InlineData("""{"holdBackPermille":1001}""", "/holdBackPermille", "This is not a whole number from 0 to 1000.")]
    [InlineData("""{"soak":{"confirmedPermille":-1}}""", "/soak/confirmedPermille", "This is not a whole number from 0 to 1000.")]
    [InlineData("""{"soak":{"time":"0s"}}""", "/soak/time", "0s is not from 1s to 3650d.")]
    [InlineData("""{"soak":{"hours":3}}""", "/soak/hours", "Unknown here; there are confirmedPermille, time, vehicles, ignitionCycles, metres.")]
    [InlineData("""{"guard":[]}""", "/guard", "This is not an object with members.")]
    [InlineData("""{"guard":{"failedCount":0}}""", "/guard/failedCount", "This is not a whole number from 1 to 1000000.")]
    [InlineData("""{"recall":{"authority":"KBA","references":["1"],"risk":"low","stopDrive":false}}""", "/recall", "maker is missing; give a text of 1 to 100 characters on one line.")]
    [InlineData("""{"recall":{"maker":"Acme","authority":"KBA","references":[],"risk":"low","stopDrive":false}}""", "/recall/references", "This is empty; give an array, each item a text of 1 to 200 characters on one line.")]
    [InlineData("""{"recall":{"maker":"Acme","authority":"KBA","references":["1"],"risk":"grave","stopDrive":false}}""", "/recall/risk", "'grave' is not one of low, medium, high, serious.")]
    [InlineData("""{"recall":{"maker":"Acme","authority":"KBA","references":["1"],"risk":"low","stopDrive":"no"}}""", "/recall/stopDrive", "This is neither true nor false.")]
    [InlineData("""{"permit":"73h"}""", "/permit", "73h is not from 1s to 3d.")]
    [InlineData("""{"permit":"0h"}""", "/permit", "0h is not from 1s to 3d.")]
    [InlineData("""{"permit":"-1h"}""", "/permit", "'-1h' is not a duration such as 90s, 15m, 24h or 14d.")]
    [InlineData("""{"permit":24}""", "/permit", "This is not a duration such as 90s, 15m, 24h or 14d. Put it into quotes if it is meant as a text.")]
    [InlineData("""{"waitExpiry":"59d"}""", "/waitExpiry", "59d is not from 60d to 3650d.")]
    [InlineData("""{"offerExpiry":"9999999999d"}""", "/offerExpiry", "'9999999999d' is not a duration such as 90s, 15m, 24h or 14d.")]
    [InlineData("""{"windows":["22:00-22:00"]}""", "/windows/0", "This window ends when it begins; leave windows out if any time will do.")]
    [InlineData("""{"windows":["22-5"]}""", "/windows/0", "'22-5' is not a time of day such as 22:00-05:30.")]
    [InlineData("""{"windows":["22:00-24:00"]}""", "/windows/0", "'22:00-24:00' is not a time of day such as 22:00-05:30.")]
    [InlineData("""{"offersPerHour":-1}""", "/offersPerHour", "This is not a whole number from 0 to 1000000000.")]
    [InlineData("""{"marketOffersPerHour":{"de":1}}""", "/marketOffersPerHour/de", "This is no market: two capitals of ISO 3166, such as DE.")]
    [InlineData("""{"deadline":"soon"}""", "/deadline", "'soon' is not a moment in UTC such as 2027-01-31T06:00:00Z.")]
    [InlineData("""{"maxAttempts":21}""", "/maxAttempts", "This is not a whole number from 1 to 20.")]
    [InlineData("""{"unreachableAfter":"13d"}""", "/unreachableAfter", "A vehicle would be unreachable before it is silent: give a duration that is not below silentAfter.")]
    [InlineData("""{"maxAtempts":2}""", "/maxAtempts", "Unknown here; did you mean maxAttempts?")]
    [InlineData("[]", "", "This is not an object with members.")]
    [InlineData("""{"growth":2,"growth":3}""", "", "A member comes twice, and clients differ in which one they read.")]
    public void A_problem_is_told_with_its_place(string json, string pointer, string sentence)
    {
        (RolloutPolicy? policy, IReadOnlyList<PolicyProblem> problems) = PolicyForm.Read(Encoding.UTF8.GetBytes(json));
        policy.Should().BeNull();
        problems.Should().Equal(new PolicyProblem(pointer, sentence));
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        PolicyForm.Read(Encoding.UTF8.GetBytes("""{"growth":0,"permit":"4d","windows":["x"],"odd":1}""")).Problems.Select(problem => problem.Pointer)
            .Should().BeEquivalentTo("/growth", "/permit", "/windows/0", "/odd");

    [Fact]
    public void What_is_larger_than_a_policy_can_be_is_not_read() =>
        PolicyForm.Read(new byte[PolicyForm.MaxBytes + 1]).Problems.Should().ContainSingle().Which.Sentence.Should().Contain("65536");

    [Fact]
    public void Spelling_does_not_matter_to_the_digest_and_values_do()
    {
        Digest("""{ "permit" : "1d", "growth":3 }""").Should().Be(Digest("""{"growth":3,"permit":"86400s"}"""));
        Digest("""{"growth":4}""").Should().NotBe(Digest("{}"));
    }

    [Fact]
    public void Whatever_bytes_come_there_is_a_policy_or_a_problem() => Bundles.Property.Holds(random =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Defaults);
        for (int i = random.Next(1, 4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        (RolloutPolicy? policy, IReadOnlyList<PolicyProblem> problems) = PolicyForm.Read(bytes);
        (policy is null).Should().Be(problems.Count > 0);
        if (policy is null) return;
        byte[] written = PolicyForm.Write(policy);
        PolicyForm.Write(PolicyForm.Read(written).Policy!).Should().Equal(written);
    });

    private static string Canonical(string json) => Encoding.UTF8.GetString(PolicyForm.Write(PolicyForm.Read(Encoding.UTF8.GetBytes(json)).Policy!));

    private static string Digest(string json) => PolicyForm.DigestOf(PolicyForm.Read(Encoding.UTF8.GetBytes(json)).Policy!);
}
