using Ota.Core.Bundles.Json;
using Ota.Core.Tests.Bundles.Json;
using Ota.Testing;

namespace Ota.Core.Tests.Bundles.Peers;

public sealed class CanonicalJsonPeerTests
{
    private const int Seed = 20261122;
    private const int Documents = 3000;

    [Fact]
    public async Task The_canonical_form_of_any_document_is_that_of_tuf_js()
    {
        JsonMaker maker = new(new Random(Seed));
        JsonValue[] documents = [.. Enumerable.Range(0, Documents).Select(_ => maker.Any())];
        using TempFolder folder = new();
        await using (FileStream file = File.Create(folder["documents"]))
        {
            foreach (JsonValue document in documents)
            {
                file.Write(PublishedJson.Encode(document));
                file.WriteByte((byte)'\n');
            }
        }

        IReadOnlyList<string> answers = await TufPeer.RunAsync("canonical", folder["documents"], "CANONICAL", "REFUSED");
        answers.Should().HaveCount(Documents);
        for (int i = 0; i < Documents; i++)
            answers[i].Should().Be("CANONICAL " + Convert.ToHexStringLower(CanonicalJson.Encode(documents[i])), $"document {i} of seed {Seed}");
    }
}
