using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Tests.Simulation;

/// <summary>What is peculiar about a car and its driver.</summary>
internal sealed record Character
{
    /// <summary>The driver says no.</summary>
    public bool Refuses { get; init; }

    /// <summary>The driver says "later" so often.</summary>
    public int Postpones { get; init; }

    /// <summary>Its battery is low for so long after it got the job.</summary>
    public TimeSpan LowBattery { get; init; }

    /// <summary>So many attempts fail, in this family; at this ECU, if it is one that fails there.</summary>
    public int Fails { get; init; }

    public FailureFamily FailsBy { get; init; } = FailureFamily.Flash;

    public int FailsAt { get; init; }

    /// <summary>The ECU that cannot go back; -1 if all can.</summary>
    public int StuckEcu { get; init; } = -1;

    /// <summary>Whether it has a degraded mode that is safe without that ECU.</summary>
    public bool Degrades { get; init; }

    /// <summary>It dies when it begins to install the second ECU.</summary>
    public bool Bricks { get; init; }

    /// <summary>It says that it is done and has done nothing.</summary>
    public bool Lies { get; init; }

    /// <summary>It installs something else than it was told.</summary>
    public bool WrongBuild { get; init; }

    /// <summary>It sends what an attacker would: forged and old inventories, before the true one.</summary>
    public bool Replays { get; init; }

    /// <summary>After a power cut it goes on instead of going back.</summary>
    public bool Resumes { get; init; }

    /// <summary>Its ECUs have one slot: what is being written cannot run.</summary>
    public bool OneSlot { get; init; }

    /// <summary>In this drive after the update another ECU shows a fault; 0 for never.</summary>
    public int FaultAtDrive { get; init; }

    /// <summary>How probable a fault is in each drive, whatever it runs.</summary>
    public double UsualFaults { get; init; }

    public static Character Draw(Random random) => random.Next(17) switch
    {
        0 => new Character { Refuses = true },
        1 => new Character { Postpones = random.Next(1, 6) },
        2 => new Character { LowBattery = TimeSpan.FromDays(random.Next(1, 120)) },
        3 => new Character { Fails = random.Next(1, 5), FailsBy = FailureFamily.Network },
        4 => new Character { Fails = random.Next(1, 5), FailsBy = FailureFamily.Flash, FailsAt = random.Next(3), OneSlot = random.Next(2) == 0 },
        5 => new Character { Fails = random.Next(1, 5), FailsBy = FailureFamily.Boot, OneSlot = random.Next(2) == 0 },
        6 => new Character { Fails = 1, FailsBy = FailureFamily.Health },
        7 => new Character { Fails = 1, FailsBy = FailureFamily.Space },
        8 => new Character { Fails = 1, FailsBy = FailureFamily.Flash, FailsAt = 2, StuckEcu = random.Next(3), Degrades = random.Next(2) == 0 },
        9 => new Character { Bricks = true },
        10 => new Character { Lies = true },
        11 => new Character { WrongBuild = true },
        12 => new Character { Replays = true },
        14 => new Character { FaultAtDrive = random.Next(1, 3) },
        13 => new Character { Fails = 1, FailsBy = FailureFamily.Authenticity },
        _ => new Character { Resumes = random.Next(2) == 0, OneSlot = random.Next(2) == 0 },
    };
}
