package keepsake.memory;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Conversations from elsewhere, and copies of everything to take along. Threads: any.
public interface Archive {

    /// Keeps a conversation. One that is there already only gets the messages it lacks; one that the user deleted here
    /// stays deleted. On disk when this returns.
    Added add(ArchivedConversation conversation);

    /// Keeps many conversations with few commits. Used by one thread at a time.
    Batch batch();

    /// What is kept of a conversation that was added before, or was held here; empty when there is none or it was
    /// deleted.
    Optional<Known> find(String origin, String key);

    /// Imports a file or folder. What is there already is skipped, so an import that was stopped or killed goes on when
    /// it is done again. What cannot be read is reported and the rest imported.
    ///
    /// @throws MemoryException BAD_INPUT when the source is missing, is of another format, or holds nothing to
    /// import
    ImportReport read(Format format, Path source, Watch watch);

    /// Writes all that is kept and not deleted to a file that only its owner can read; it is there whole or not at all.
    /// The same memory gives the same bytes, also after it came back by [#read].
    ///
    /// @throws MemoryException BAD_INPUT when the file is there and may not be replaced
    default ExportReport write(Copy copy, Path file, Overwriting overwriting, With with) {
        return write(copy, file, overwriting, with, Watch.NOBODY).orElseThrow();
    }

    /// The same, watched.
    ///
    /// @return empty when the watch stopped it: nothing was written, and a file that was there is as it was
    Optional<ExportReport> write(Copy copy, Path file, Overwriting overwriting, With with, Watch watch);

    /// What can be imported.
    enum Format {
        CHATGPT,
        CLAUDE,
        MARKDOWN,
        JSONL;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What can be exported; both come back byte for byte.
    enum Copy {
        JSONL,
        MARKDOWN;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What becomes of a file that is there already.
    enum Overwriting {
        REFUSED,
        ALLOWED
    }

    /// What goes into an export.
    enum With {
        /// Conversations and facts.
        MEMORIES,
        /// The confirmed identity, too.
        IDENTITY
    }

    /// Watches an import or an export and may stop it. Called on the working thread, often.
    interface Watch {
        /// @param share of the source that was read, or of the conversations that were written, 0 to 1
        void progress(double share, Added soFar);

        /// Asked before each conversation.
        boolean goOn();

        /// Nobody watches.
        Watch NOBODY = new Watch() {
            @Override
            public void progress(double share, Added soFar) {
                // Nobody looks.
            }

            @Override
            public boolean goOn() {
                return true;
            }
        };
    }

    /// Conversations on their way into the memory. A kill loses at most what was added since the last commit, which
    /// happens by itself every few thousand messages; adding it again doubles nothing.
    interface Batch extends AutoCloseable {
        void add(ArchivedConversation conversation);

        /// Commits what was added so far.
        ///
        /// @return all that was added since the batch began
        Added commit();

        /// Commits, too.
        @Override
        void close();
    }

    /// @param conversations new ones
    /// @param messages      new ones
    /// @param alreadyThere  conversations that brought nothing new
    record Added(int conversations, int messages, int alreadyThere) {
        public static final Added NOTHING = new Added(0, 0, 0);

        public Added plus(Added other) {
            return new Added(
                    conversations + other.conversations, messages + other.messages, alreadyThere + other.alreadyThere);
        }
    }

    /// @param conversationId the conversation here
    /// @param messages       its messages here, by their keys
    record Known(long conversationId, Map<String, MemoryId> messages) {
        public Known {
            messages = Map.copyOf(messages);
        }

        /// @throws java.util.NoSuchElementException when it has no message of that key
        public MemoryId message(String key) {
            return Optional.ofNullable(messages.get(key)).orElseThrow();
        }
    }
}
