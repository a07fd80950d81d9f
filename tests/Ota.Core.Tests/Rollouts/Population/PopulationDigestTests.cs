using System.Security.Cryptography;
using System.Text;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;

namespace Ota.Core.Tests.Rollouts.Population;

public sealed class PopulationDigestTests
{
    private static readonly string One = new('1', 32);
    private static readonly string Two = new('2', 32);

    [Fact]
    public void The_digest_is_of_a_line_for_each_vehicle()
    {
        using PopulationDigest digest = new();
        digest.Add(One, InstallState.Targeted, 12, new string('a', 64));
        digest.Add(Two, InstallState.RemovedFromService, 0, "");
        digest.End().Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(
            $"{One} targeted 12 {new string('a', 64)}\n{Two} removed_from_service 0 -\n"))));
    }

    [Fact]
    public void Many_vehicles_are_hashed_as_one_text()
    {
        using PopulationDigest digest = new();
        StringBuilder text = new();
        for (int i = 0; i < 2000; i++)
        {
            string inventory = i % 3 == 0 ? "" : $"{i:x64}";
            digest.Add($"{i:x32}", InstallState.NotApplicable, i, inventory);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i:x32} not_applicable {i} {(inventory.Length == 0 ? "-" : inventory)}\n");
        }

        digest.End().Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString()))));
    }

    [Fact]
    public void Vehicles_come_in_order_and_once()
    {
        using PopulationDigest digest = new();
        digest.Add(Two, InstallState.Targeted, 1, "");
        foreach (string vid in (string[])[One, Two])
        {
            Action add = () => digest.Add(vid, InstallState.Targeted, 1, "");
            add.Should().Throw<ArgumentException>();
        }
    }
}
