using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Core.Tests.Telemetry.TroubleCodes;

public sealed class TroubleCodeTests
{
    [Theory]
    [InlineData("0420", "P0420")]
    [InlineData("0000", "P0000")]
    [InlineData("3FFF", "P3FFF")]
    [InlineData("4123", "C0123")]
    [InlineData("9234", "B1234")]
    [InlineData("C100", "U0100")]
    [InlineData("FFFF", "U3FFF")]
    public void Two_bytes_of_J2012_are_five_characters(string raw, string text) => Make(TroubleCodeFormat.J2012, raw).Text.Should().Be(text);

    [Theory]
    [InlineData("042000", "P0420-00", 0x00)]
    [InlineData("C10087", "U0100-87", 0x87)]
    public void The_third_byte_of_UDS_is_the_failure_type(string raw, string text, int failure)
    {
        Make(TroubleCodeFormat.Uds, raw).Text.Should().Be(text);
        Make(TroubleCodeFormat.Uds, raw).FailureType.Should().Be(failure);
    }

    // The four codes of the recorded diesel machine, and the corners of the bit fields.
    [Theory]
    [InlineData(980, 9, 126)]
    [InlineData(3216, 20, 2)]
    [InlineData(609, 9, 1)]
    [InlineData(609, 12, 3)]
    [InlineData(0x7FFFF, 31, 127)]
    [InlineData(0x10000, 0, 0)]
    public void J1939_fields_are_read_back(int spn, int fmi, int occurrences)
    {
        TroubleCode code = TroubleCode.TryMake(TroubleCodeFormat.J1939, TroubleCode.FromJ1939(spn, fmi, occurrences).Raw)!;
        (code.Spn, code.Fmi, code.OccurrenceCount, code.ConversionMethod).Should().Be((spn, fmi, occurrences, false));
        code.Text.Should().Be($"SPN {spn} FMI {fmi}");
    }

    [Fact]
    public void J1939_bytes_are_laid_out_as_in_DM1()
    {
        // SPN 1208 (04B8h), FMI 3, one occurrence.
        TroubleCode code = Make(TroubleCodeFormat.J1939, "B8040301");
        (code.Spn, code.Fmi, code.OccurrenceCount, code.ConversionMethod).Should().Be((1208, 3, 1, false));
        Make(TroubleCodeFormat.J1939, "FFFFFF8A").Should().BeEquivalentTo(
            new { Spn = (int?)0x7FFFF, Fmi = (int?)31, OccurrenceCount = (int?)10, ConversionMethod = (bool?)true });
    }

    [Theory]
    [InlineData(TroubleCodeFormat.J2012, "04")]
    [InlineData(TroubleCodeFormat.J2012, "042000")]
    [InlineData(TroubleCodeFormat.Uds, "0420")]
    [InlineData(TroubleCodeFormat.J1939, "B80403")]
    [InlineData(TroubleCodeFormat.Maker, "")]
    [InlineData(TroubleCodeFormat.Maker, "0102030405060708090A0B0C0D0E0F1011")]
    [InlineData((TroubleCodeFormat)0, "0420")]
    [InlineData((TroubleCodeFormat)5, "0420")]
    public void Bytes_that_do_not_fit_the_format_are_no_code(TroubleCodeFormat format, string raw) =>
        TroubleCode.TryMake(format, Convert.FromHexString(raw)).Should().BeNull();

    [Fact]
    public void Raw_bytes_are_kept() => Make(TroubleCodeFormat.Maker, "00FF10").Raw.ToArray().Should().Equal(0, 255, 16);

    [Fact]
    public void A_count_that_rises_is_the_same_fault()
    {
        TroubleCode.FromJ1939(980, 9, 126).IsSameFault(TroubleCode.FromJ1939(980, 9, 127)).Should().BeTrue();
        TroubleCode.FromJ1939(980, 9, 126).IsSameFault(TroubleCode.FromJ1939(980, 8, 126)).Should().BeFalse();
        Make(TroubleCodeFormat.J2012, "0420").Equals(Make(TroubleCodeFormat.Maker, "0420")).Should().BeFalse();
    }

    private static TroubleCode Make(TroubleCodeFormat format, string raw) => TroubleCode.TryMake(format, Convert.FromHexString(raw))!;
}
