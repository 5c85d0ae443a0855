@org.jspecify.annotations.NullMarked
package keepsake.app.ui.privacy;
