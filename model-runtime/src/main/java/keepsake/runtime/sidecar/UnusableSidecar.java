package keepsake.runtime.sidecar;

import java.io.IOException;

/// A sidecar that must not be used. The message goes on after “The file with the optimised experts”.
final class UnusableSidecar extends IOException {
    UnusableSidecar(String what) {
        super(what);
    }
}
