using FsCheck;
using FsCheck.Fluent;

namespace Ota.Cli.Tests;

/// <summary>Runs a property over seeds; a failure shows the seed.</summary>
internal static class Property
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    public static void Holds(Action<Random> property, int times = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(Seeds, seed => property(new Random(seed))));
}
