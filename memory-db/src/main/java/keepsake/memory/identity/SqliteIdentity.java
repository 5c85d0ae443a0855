package keepsake.memory.identity;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import keepsake.memory.Identity;
import keepsake.memory.sql.Database;

public final class SqliteIdentity implements Identity {
    private final Database database;
    private final InstantSource clock;

    public SqliteIdentity(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Field> fields() {
        throw todo();
    }

    @Override
    public List<FieldName> names() {
        throw todo();
    }

    @Override
    public Field set(String name, String value) {
        throw todo();
    }

    @Override
    public Field confirm(String name) {
        throw todo();
    }

    @Override
    public void dismiss(String name) {
        throw todo();
    }

    @Override
    public void remove(String name) {
        throw todo();
    }

    @Override
    public Preview preview(Format format) {
        throw todo();
    }

    @Override
    public void export(Preview preview, Path file) {
        throw todo();
    }

    private UnsupportedOperationException todo() {
        return new UnsupportedOperationException(database.file() + " " + clock);
    }
}
