package keepsake.memory.time;

import java.time.LocalDate;
import java.time.MonthDay;

/// A date that has a name in somebody's life: a birthday, a wedding.
public sealed interface NamedDate {
    /// Comes back every year; 29 February is 28 February in other years.
    record EveryYear(MonthDay day) implements NamedDate {}

    /// Was or will be once.
    record Once(LocalDate day) implements NamedDate {}
}
