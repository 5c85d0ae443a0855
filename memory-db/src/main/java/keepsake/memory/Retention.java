package keepsake.memory;

import java.time.Instant;
import java.util.Optional;

/// How long messages are kept. For ever, unless the user sets a number of days; then older messages are erased for
/// good,
/// at the start and daily, through [Erasure].
///
/// Kept whatever their age: messages that are the source of an active or pinned fact or of a confirmed identity field,
/// and answers being written. Threads: any.
public interface Retention {

    /// Empty: for ever.
    Optional<Setting> setting();

    /// What would go if this were set now.
    ///
    /// @param days at least 1
    Erasure.Preview preview(int days);

    /// Keeps messages for `days` days; erases nothing yet.
    ///
    /// @param days at least 1
    void keepFor(int days);

    /// Keeps everything for ever again.
    void keepForEver();

    /// Whether there is a setting that was not applied for a day.
    boolean isDue();

    /// Erases what is older than the setting allows; nothing when there is none. Leaves no marks against learning
    /// again.
    Erasure.Erased apply();

    /// @param days    messages older than this go
    /// @param applied when that was last done
    record Setting(int days, Optional<Instant> applied) {}
}
