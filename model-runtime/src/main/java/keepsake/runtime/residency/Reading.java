package keepsake.runtime.residency;

/// How a weight file is read. None of it changes what is read.
///
/// @param mode    past the page cache or through it
/// @param readers threads that read, 1 to [#MOST_READERS]
/// @param opener  of the file
public record Reading(Mode mode, int readers, ByteSource.Opener opener) {
    public static final int MOST_READERS = 16;

    /// Good nearly everywhere: pages of the cache would only take RAM away from experts; eight reads keep an SSD busy
    /// and are few enough to leave the processor to the matmuls.
    public static final Reading DEFAULT = new Reading(Mode.DIRECT, 8, ByteSource::ofFile);

    /// The page cache's part in it.
    public enum Mode {
        /// Past it, where the file system allows that.
        DIRECT,
        /// Through it.
        BUFFERED
    }

    public Reading {
        if (readers < 1 || readers > MOST_READERS) throw new IllegalArgumentException(readers + " readers");
    }

    /// The same with another opener.
    public Reading with(ByteSource.Opener other) {
        return new Reading(mode, readers, other);
    }
}
