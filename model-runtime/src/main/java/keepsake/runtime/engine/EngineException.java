package keepsake.runtime.engine;

/// Why an engine could not do what was asked. The message is one or two plain sentences for a person: what happened
/// and what to do.
public abstract sealed class EngineException extends Exception {
    private EngineException(String sentence) {
        super(sentence);
    }

    /// The file is missing, unreadable, damaged, hostile, or of a kind this engine cannot run.
    public static final class BadModel extends EngineException {
        public BadModel(String sentence) {
            super(sentence);
        }
    }

    /// The budget cannot hold what the model needs at the least.
    public static final class BudgetTooSmall extends EngineException {
        private final int neededMib;

        public BudgetTooSmall(String sentence, int neededMib) {
            super(sentence);
            this.neededMib = neededMib;
        }

        /// The smallest budget that works, MiB.
        public int neededMib() {
            return neededMib;
        }
    }

    /// The engine asked for cannot run here: its native libraries are missing or of another version.
    public static final class Unavailable extends EngineException {
        public Unavailable(String sentence) {
            super(sentence);
        }
    }

    /// The prompt leaves no room for an answer.
    public static final class PromptTooLong extends EngineException {
        public PromptTooLong(String sentence) {
            super(sentence);
        }
    }

    /// A request that makes no sense: a grammar that does not parse, a value out of range.
    public static final class BadRequest extends EngineException {
        public BadRequest(String sentence) {
            super(sentence);
        }
    }

    /// The process that ran the model ended. Nothing of the conversation is lost; load again to go on.
    public static final class HostDied extends EngineException {
        public HostDied(String sentence) {
            super(sentence);
        }
    }

    /// Anything else: a read error, memory that ran out.
    public static final class Failed extends EngineException {
        public Failed(String sentence) {
            super(sentence);
        }
    }
}
