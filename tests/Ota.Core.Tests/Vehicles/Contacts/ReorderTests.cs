using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Core.Tests.Vehicles.Contacts;

/// <summary>What an honest vehicle said leaves the same state in whatever order, and however often, it comes.</summary>
public sealed class ReorderTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EcuSerial Gateway = EcuSerial.TryParse("gw")!;

    [Fact]
    public void Repeats_and_reorderings_leave_the_same_state() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            List<Message> sent = Life(random);
            State clean = sent.Aggregate(State.Nothing, (state, message) => state.After(message));
            List<Message> shuffled = [.. sent, .. sent.Where(_ => random.Next(3) == 0)];
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shuffled));
            State other = shuffled.Aggregate(State.Nothing, (state, message) => state.After(message));
            other.Should().Be(clean, $"seed {seed}");
            other.Alarms.Should().Be(0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Online_is_who_was_born_on_a_connection_that_has_not_ended()
    {
        Contact contact = Contact.None.After(new ContactEvent.Born(At(1, 1, 1), 1, ""), Begin);
        contact.IsOpen.Should().BeTrue();
        contact = contact.After(new ContactEvent.Died(At(1, 1, 0)), Begin.AddMinutes(1));
        contact.IsOpen.Should().BeFalse();
        contact.LastTime.Should().Be(Begin.AddMinutes(1));
        contact = contact.After(new ContactEvent.Born(At(1, 2, 2), 1, ""), Begin.AddMinutes(2));
        contact.IsOpen.Should().BeTrue();
        contact.After(new ContactEvent.Died(At(1, 1, 0)), Begin.AddMinutes(3)).IsOpen.Should().BeTrue("an earlier connection ended");
        Contact rebirth = contact.After(new ContactEvent.Born(At(1, 2, 3), 1, ""), Begin.AddMinutes(4));
        rebirth.ConnectionTime.Should().Be(Begin.AddMinutes(2), "it is the same connection");
        rebirth.After(new ContactEvent.Died(At(1, 2, 0)), Begin.AddMinutes(5)).IsOpen.Should().BeFalse();
    }

    [Fact]
    public void A_death_that_comes_before_its_birth_ends_it_all_the_same() =>
        Contact.None.After(new ContactEvent.Died(At(1, 1, 0)), Begin).After(new ContactEvent.Born(At(1, 1, 1), 1, ""), Begin).IsOpen.Should().BeFalse();

    [Theory]
    [InlineData(2, 1ul)]
    [InlineData(2, 2ul)]
    [InlineData(1, 2ul)]
    [InlineData(1, 3ul)]
    public void An_inventory_whose_counter_does_not_rise_with_its_message_is_an_alarm(ulong seq, ulong counter)
    {
        InventoryStanding standing = InventoryStanding.None.After(At(2, 1, 2), "a", Proof(2, "a"), Begin).Standing;
        MessagePosition position = seq == 2 ? At(2, 1, 3) : At(2, 1, 1);
        InventoryStep step = standing.After(position, "b", Proof(counter, "b"), Begin);
        step.Problems.Should().Equal(new InventoryProblem(InventoryProblemKind.Replayed));
        step.Taken.Should().BeNull();
        step.Standing.Should().Be(standing with { State = InventoryState.Refused });
    }

    [Fact]
    public void Another_primary_begins_its_counter_anew()
    {
        InventoryStanding standing = InventoryStanding.None.After(At(2, 1, 2), "a", Proof(200, "a"), Begin).Standing;
        InventoryStep step = standing.After(At(3, 1, 1), "b", Proof(1, "b") with { PrimaryKey = "other" }, Begin);
        (step.BeginsAnew, step.Standing.Counter, step.Problems.Count).Should().Be((true, 1ul, 0));
    }

    [Fact]
    public void What_proves_nothing_changes_nothing_that_was_proven()
    {
        InventoryStanding standing = InventoryStanding.None.After(At(1, 1, 1), "a", Proof(2, "a"), Begin).Standing;
        InventoryStep refused = standing.After(At(1, 1, 2), "b", new InventoryVerdict.Refused([new(InventoryProblemKind.BadSignature)]), Begin);
        refused.Standing.Should().Be(standing with { State = InventoryState.Refused });
        refused.Standing.After(At(1, 1, 3), "a", new InventoryVerdict.Unproven(), Begin).Standing.State.Should().Be(
            InventoryState.Proven, "it is the one that verified before");
        standing.After(At(1, 1, 2), "b", new InventoryVerdict.Unproven(), Begin).Standing.Should().Be(standing with { State = InventoryState.Unproven });
    }

    private static MessagePosition At(ulong start, uint connection, ulong seq)
    {
        byte[] boot = new byte[BootId.Size];
        boot[^1] = (byte)start;
        BootId.TryRead(boot, out BootId id).Should().BeTrue();
        return new MessagePosition(start, id, connection, seq);
    }

    private static InventoryVerdict.Proven Proof(ulong counter, string image) => new(
        counter, "key", default, [new EcuState(Gateway, new SoftwareImage(image, "", ""), 1, default)]);

    /// <summary>Some starts with some connections, each with births, inventories and, mostly, a death.</summary>
    private static List<Message> Life(Random random)
    {
        List<Message> sent = [];
        ulong counter = 0;
        string image = "a";
        for (ulong start = 1; start <= (ulong)random.Next(1, 5); start++)
        {
            ulong seq = 0;
            for (uint connection = 1; connection <= random.Next(1, 4); connection++)
            {
                for (int i = random.Next(1, 4); i > 0; i--)
                {
                    MessagePosition position = At(start, connection, ++seq);
                    if (counter == 0 || random.Next(2) == 0) (counter, image) = (counter + 1, ((char)('a' + random.Next(4))).ToString());
                    ContactEvent happened = i % 2 == 1
                        ? new ContactEvent.Born(position, random.Next(3), $"{seq}")
                        : new ContactEvent.Reported(position);
                    sent.Add(new Message(happened, $"{counter}", Proof(counter, image), Begin.AddMinutes(sent.Count)));
                }

                if (random.Next(4) > 0) sent.Add(new Message(new ContactEvent.Died(At(start, connection, 0)), "", null, Begin.AddMinutes(sent.Count)));
            }
        }

        return sent;
    }

    private sealed record Message(ContactEvent Happened, string Digest, InventoryVerdict.Proven? Inventory, DateTimeOffset Received);

    private sealed record State(Contact Contact, InventoryStanding Standing, ImageHistory Images, int Alarms)
    {
        public static State Nothing { get; } =
            new(Contact.None, InventoryStanding.None, new ImageHistory(new SoftwareImage("a", "", ""), 0, SoftwareImage.None, 0), 0);

        public State After(Message message)
        {
            State after = this with { Contact = Contact.After(message.Happened, message.Received) };
            if (message.Inventory is null) return after;
            InventoryStep step = Standing.After(message.Happened.Position, message.Digest, message.Inventory, message.Received);
            return after with
            {
                Standing = step.Standing,
                Images = step.Taken is { } taken ? Images.With(taken.Ecus[0].Image, taken.Counter) : Images,
                Alarms = Alarms + step.Problems.Count,
            };
        }
    }
}
