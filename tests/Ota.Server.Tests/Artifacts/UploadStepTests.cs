using Ota.Server.Bundles.Artifacts;
using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

public sealed class UploadStepTests
{
    [Fact]
    public async Task A_process_killed_before_any_step_leaves_the_old_or_the_new_state_and_the_upload_can_be_ended()
    {
        Content content = UploaderProcess.Content;
        int step = 0;
        for (bool killed = true; killed; step++)
        {
            using TempFolder folder = new();
            (killed, long acknowledged) = await UploaderProcess.RunUntilAsync(folder.Path, step);
            LocalUploads after = new(folder.Path);
            after.ShouldBeConsistent(content, acknowledged);
            if (!killed) after.Store.Find(content.Sha256).Should().NotBeNull();
            await after.PutAsync(content);
            after.ShouldBeConsistent(content, content.Bytes.Length);
            after.Store.Find(content.Sha256).Should().NotBeNull();
        }

        step.Should().BeGreaterThan(Enum.GetValues<UploadStep>().Length, "every kind of step was one to be killed at");
    }

    [Fact]
    public async Task An_upload_that_breaks_off_again_and_again_at_any_step_ends_right()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            Content content = Content.Of(seed, random.Next(1, 4_000_000));
            using TempFolder folder = new();
            long acknowledged = 0;
            for (int round = 0; round < 6; round++)
            {
                int left = random.Next(0, 12);
                LocalUploads local = new(folder.Path, reached: _ =>
                {
                    if (Interlocked.Decrement(ref left) < 0) throw new BrokenOffException();
                });
                local.ShouldBeConsistent(content, acknowledged);
                try
                {
                    await local.PutAsync(content, offset => acknowledged = offset);
                }
                catch (BrokenOffException)
                {
                    // As a kill would: nobody goes on with these objects.
                }
            }

            LocalUploads last = new(folder.Path);
            await last.PutAsync(content);
            last.ShouldBeConsistent(content, acknowledged);
            last.Store.Find(content.Sha256).Should().NotBeNull("seed {0}", seed);
        }
    }

    private sealed class BrokenOffException : Exception;
}
