namespace Ota.Server.Storage;

/// <summary>What a transaction can run alone for. The values are advisory lock keys in PostgreSQL: never change one.</summary>
internal enum WriteLock : long
{
    Migrations = 0x6f74_6100_0001,
    Operators = 0x6f74_6100_0002,
    Audit = 0x6f74_6100_0003,
    Vehicles = 0x6f74_6100_0004,
    Claims = 0x6f74_6100_0005,
    Repository = 0x6f74_6100_0006,
    Rollouts = 0x6f74_6100_0007,
}
