package keepsake.runtime.residency;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import keepsake.runtime.natives.Symbols;

/// Address space without memory: pages come when they are written, and go back when told to. Threads: any.
public sealed interface AddressSpace {
    /// The pages of all systems we run on are this size or a divisor of the larger one used on Apple's processors.
    long PAGE = System.getProperty("os.name", "").startsWith("Mac") ? 16_384 : 4_096;

    /// Reserves so many bytes.
    ///
    /// @return the address, page-aligned; 0 when the system refuses
    long reserve(long size);

    /// Makes a range ready to be written. Pages that already are keep their content.
    ///
    /// @return false when there is no memory for it
    boolean commit(long address, long size);

    /// Gives the memory of all pages back that lie within the range entirely; their content is gone.
    void discard(long address, long size);

    /// Gives a reservation back altogether.
    void free(long address, long size);

    /// Asks the C library to give back what was freed; where it cannot, nothing happens.
    void trim();

    /// That of the system we run on.
    static AddressSpace ofSystem() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows ? new Windows() : new Posix();
    }

    /// Linux and macOS.
    final class Posix implements AddressSpace {
        private static final int READ_WRITE = 3;
        private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
        /// `MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE`, in the numbers of each system.
        private static final int RESERVE = LINUX ? 0x2 | 0x20 | 0x4000 : 0x2 | 0x1000 | 0x40;
        /// Linux gives the pages back at once (`MADV_DONTNEED`); macOS does so only under pressure (`MADV_FREE`).
        private static final int DISCARD = LINUX ? 4 : 5;

        private final MethodHandle mmap;
        private final MethodHandle munmap;
        private final MethodHandle madvise;

        Posix() {
            Symbols c = Symbols.ofSystem();
            mmap = c.function("mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
            munmap = c.function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
            madvise = c.function("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        }

        /// glibc keeps tens of MiB of what was freed while a vocabulary was built.
        @Override
        public void trim() {
            if (Symbols.ofSystem().has("malloc_trim")) {
                try {
                    int ignored = (int) Symbols.ofSystem()
                            .function("malloc_trim", JAVA_INT, JAVA_LONG)
                            .invokeExact(0L);
                } catch (Throwable t) {
                    throw Symbols.broken(t);
                }
            }
        }

        @Override
        public long reserve(long size) {
            try {
                MemorySegment region =
                        (MemorySegment) mmap.invokeExact(MemorySegment.NULL, size, READ_WRITE, RESERVE, -1, 0L);
                return region.address() == -1 ? 0 : region.address();
            } catch (Throwable t) {
                throw Symbols.broken(t);
            }
        }

        @Override
        public boolean commit(long address, long size) {
            return true;
        }

        @Override
        public void discard(long address, long size) {
            long from = roundUp(address);
            long to = roundDown(address + size);
            if (to <= from) return;
            try {
                int ignored = (int) madvise.invokeExact(MemorySegment.ofAddress(from), to - from, DISCARD);
            } catch (Throwable t) {
                throw Symbols.broken(t);
            }
        }

        @Override
        public void free(long address, long size) {
            try {
                int ignored = (int) munmap.invokeExact(MemorySegment.ofAddress(address), size);
            } catch (Throwable t) {
                throw Symbols.broken(t);
            }
        }
    }

    /// Windows, where memory must be asked for before it is written.
    final class Windows implements AddressSpace {
        private static final int COMMIT = 0x1000;
        private static final int RESERVE = 0x2000;
        private static final int DECOMMIT = 0x4000;
        private static final int RELEASE = 0x8000;
        private static final int READ_WRITE = 4;

        private final MethodHandle allocate;
        private final MethodHandle release;

        Windows() {
            Symbols kernel = new Symbols(SymbolLookup.libraryLookup("kernel32.dll", Arena.global()));
            allocate = kernel.function("VirtualAlloc", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT);
            release = kernel.function("VirtualFree", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        }

        @Override
        public void trim() {}

        @Override
        public long reserve(long size) {
            return allocate(0, size, RESERVE);
        }

        @Override
        public boolean commit(long address, long size) {
            long from = roundDown(address);
            return allocate(from, roundUp(address + size) - from, COMMIT) != 0;
        }

        private long allocate(long address, long size, int how) {
            try {
                return ((MemorySegment) allocate.invokeExact(MemorySegment.ofAddress(address), size, how, READ_WRITE))
                        .address();
            } catch (Throwable t) {
                throw Symbols.broken(t);
            }
        }

        @Override
        public void discard(long address, long size) {
            long from = roundUp(address);
            long to = roundDown(address + size);
            if (to > from) release(from, to - from, DECOMMIT);
        }

        @Override
        public void free(long address, long size) {
            release(address, 0, RELEASE);
        }

        private void release(long address, long size, int how) {
            try {
                int ignored = (int) release.invokeExact(MemorySegment.ofAddress(address), size, how);
            } catch (Throwable t) {
                throw Symbols.broken(t);
            }
        }
    }

    private static long roundUp(long address) {
        return (address + PAGE - 1) & -PAGE;
    }

    private static long roundDown(long address) {
        return address & -PAGE;
    }
}
