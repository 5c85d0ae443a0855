package keepsake.memory.time;

/// Which half of the year is summer.
public enum Hemisphere {
    NORTHERN,
    SOUTHERN
}
