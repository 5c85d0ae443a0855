package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Keepsake's export as JSON Lines: one JSON object per line, UTF-8, line feeds. The first line is
/// `{"type":"export","app":"keepsake","version":1}`; see [Item] for what follows and [ItemJson] for the names.
final class LinesWriter implements ItemWriter {
    private final OutputStream out;

    LinesWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(Item item) throws IOException {
        ObjectNode line = Json.MAPPER.createObjectNode().put(ItemJson.TYPE, ItemJson.type(item));
        line.setAll(ItemJson.encode(item));
        out.write(Json.MAPPER.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
