package keepsake.memory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who the user is, by the names that web forms use (WHATWG autofill).
public interface Identity {

    /// Every value there is: confirmed ones, and proposals from facts and messages that were neither confirmed nor
    /// dismissed. In the order of [#names].
    List<Field> fields();

    /// The names that can be set, in the order a form would ask, with labels for a person.
    List<FieldName> names();

    /// Sets a value the user typed; it counts as confirmed. A blank value removes the field.
    ///
    /// @throws MemoryException when the name is no autofill name or the value cannot be one (a tel without digits,
    /// a bday that is no date);
    ///     the message says what is expected
    Field set(String name, String value);

    /// Accepts the proposal for `name`.
    Field confirm(String name);

    /// Refuses the proposal for `name`; the same value is not proposed again.
    void dismiss(String name);

    void remove(String name);

    /// Renders the confirmed fields. Nothing is written.
    Preview preview(Format format);

    /// Writes exactly the preview's bytes to `file`, atomically, readable by the owner only.
    void export(Preview preview, Path file);

    /// @param name     WHATWG autofill name, for example `given-name`
    /// @param value    as typed or found
    /// @param status   proposals are never exported
    /// @param source   the message a proposal came from; empty when typed
    record Field(String name, String value, Status status, Optional<Fact.Source> source) {}

    enum Status {
        PROPOSED,
        CONFIRMED;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @param name  WHATWG autofill name
    /// @param label for a person, English
    /// @param group `Name`, `Contact`, `Address`, `Work`, `Other`
    /// @param hint  an example value
    record FieldName(String name, String label, String group, String hint) {}

    enum Format {
        /// Bitwarden's unencrypted JSON with one identity item.
        BITWARDEN,
        /// vCard 4.0, RFC 6350.
        VCARD;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What an export will write.
    ///
    /// @param format   of the file
    /// @param fields   the confirmed fields that go in
    /// @param text     the file's content, to the byte (UTF-8)
    /// @param fileName a good name for the file
    record Preview(Format format, List<Field> fields, String text, String fileName) {}
}
