using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Attacks;

/// <summary>A supplier outside of the paths that it was given.</summary>
[Collection(AttackedCollection.Name)]
public sealed class SupplierTests(AttackedWorld world)
{
    [Fact]
    public async Task The_server_refuses_a_bundle_with_images_outside_of_the_supplier_s_paths()
    {
        OtaTool ota = world.Folder.Ota;
        string text = File.ReadAllText(ota["brake-fix.yaml"]).Replace("# supplier: brakes-ag ", "supplier: supplier ")
            .Replace("releaseCounter: 30", "releaseCounter: 31").Replace("releaseCounter: 41", "releaseCounter: 42");
        ota.Write("outside.yaml", text.Replace("gateway/fw-3.0", "gateway/fw-3.1").Replace("brake/fw-2.4.1", "supplier/fw-2.5"));
        (await world.Folder.RefusedAsync("bundles build outside.yaml --check")).Should().Contain("supplier").And.Contain("/images/0/path").And.NotContain("/images/1/path");
        ota.Write("inside.yaml", text.Replace("gateway/fw-3.0", "supplier/gw-3.1").Replace("brake/fw-2.4.1", "supplier/fw-2.5"));
        await world.Folder.DoneAsync("bundles build inside.yaml --check");
    }
}
