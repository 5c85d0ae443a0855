package keepsake.runtime.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// Turns names of C functions into method handles, and Java methods into C function pointers.
public final class Symbols {
    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup lookup;

    public Symbols(SymbolLookup lookup) {
        this.lookup = lookup;
    }

    /// What the C library itself offers: `mmap`, `madvise` and the like.
    public static Symbols ofSystem() {
        return new Symbols(LINKER.defaultLookup());
    }

    /// Whether there is a function of this name.
    public boolean has(String name) {
        return lookup.find(name).isPresent();
    }

    /// A function with a result.
    ///
    /// @throws java.util.NoSuchElementException when the library has no such function
    public MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(lookup.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// A function without a result.
    public MethodHandle procedure(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(lookup.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /// The function at an address.
    static MethodHandle at(MemorySegment address, FunctionDescriptor type) {
        return LINKER.downcallHandle(address, type);
    }

    /// A C function pointer that runs `method` of `target`. It must never throw: that would end the process.
    ///
    /// @param owner looks the method up, which may therefore be private
    /// @param arena the pointer is valid as long as this lives
    public static MemorySegment upcall(
            MethodHandles.Lookup owner, Object target, String method, FunctionDescriptor type, Arena arena) {
        try {
            MethodHandle handle = owner.bind(target, method, type.toMethodType());
            return LINKER.upcallStub(handle, type, arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no method " + method, e);
        }
    }

    /// What a method handle threw, which no C function does.
    public static RuntimeException broken(Throwable thrown) {
        if (thrown instanceof Error error) throw error;
        return new IllegalStateException("a native call could not be made", thrown);
    }
}
