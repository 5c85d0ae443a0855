package keepsake.app.ui.chat;

import javafx.scene.control.TextArea;
import javafx.scene.text.Text;

/// A text area as high as its text, within limits.
final class GrowingInput {
    private static final double LOWEST = 40;
    private static final double HIGHEST = 168;
    /// What the area's own skin puts around the text: padding on both sides.
    private static final double AROUND = 18;

    private GrowingInput() {}

    static void install(TextArea area) {
        Text measure = new Text();
        area.setMinHeight(LOWEST);
        area.setPrefHeight(LOWEST);
        Runnable fit = () -> {
            // A line that ends with a break has a line after it.
            measure.setText(
                    area.getText().isEmpty()
                            ? " "
                            : area.getText() + (area.getText().endsWith("\n") ? " " : ""));
            measure.setFont(area.getFont());
            measure.setWrappingWidth(Math.max(40, area.getWidth() - 2 * AROUND));
            double wanted = Math.ceil(measure.getLayoutBounds().getHeight()) + AROUND + 4;
            area.setPrefHeight(Math.clamp(wanted, LOWEST, HIGHEST));
        };
        area.textProperty().addListener(_ -> fit.run());
        area.widthProperty().addListener(_ -> fit.run());
        area.fontProperty().addListener(_ -> fit.run());
    }
}
