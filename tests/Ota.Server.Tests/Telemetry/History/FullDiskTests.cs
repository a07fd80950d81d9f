using Ota.Server.Telemetry.History;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class FullDiskTests
{
    [TinyVolumeFact]
    public async Task A_full_disk_is_said_and_storing_goes_on_by_itself_when_there_is_room()
    {
        using TinyVolume volume = new(megabytes: 16);
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = 50 }, volume.Path);
        opened.Log.Expect(2700);
        opened.Log.Expect(2708);
        List<ulong> stored = [];
        ulong next = 1;
        for (int round = 0; round < 3; round++)
        {
            volume.Fill();
            HistoryUnavailableException? refusal = null;
            while (refusal is null)
            {
                // What fits into the room that the log already has is stored; what does not is refused.
                refusal = await TryAsync(opened, next, stored);
                next++;
            }
            refusal.Message.Should().Contain("is full: make room, storing goes on by itself");
            opened.History.Condition.Should().Be(new HistoryCondition(false, refusal.Message));
            volume.Empty();
            await opened.History.MaintainAsync();
            opened.History.Condition.Ready.Should().BeTrue("nobody had to do anything here");
            (await TryAsync(opened, next++, stored)).Should().BeNull();
        }
        double[] expected = [.. stored.Order().SelectMany(sequence => Enumerable.Range(0, 30).Select(i => (double)sequence))];
        (await opened.History.ValuesAsync(1)).Order().Should().Equal(expected);
        await opened.ReopenAsync();
        (await opened.History.ValuesAsync(1)).Order().Should().Equal(expected);
    }

    private static async Task<HistoryUnavailableException?> TryAsync(OpenedHistory opened, ulong sequence, List<ulong> stored)
    {
        try
        {
            await opened.History.AppendAsync(Messages.Of(1, sequence, Messages.Noon + (long)sequence, [.. Enumerable.Repeat((double)sequence, 30)]));
            stored.Add(sequence);
            return null;
        }
        catch (HistoryUnavailableException e)
        {
            return e;
        }
    }
}
