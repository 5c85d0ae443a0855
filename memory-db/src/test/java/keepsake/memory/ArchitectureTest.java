package keepsake.memory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rules of docs/decisions/0050-memory-module.md.
@AnalyzeClasses(packages = "keepsake.memory", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_WINDOW_AND_NO_MODEL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "keepsake.runtime..", "keepsake.app..")
            .because("memory is used by commands and tests without a window, and a model never touches it");

    @ArchTest
    static final ArchRule OPENS_NO_SOCKET = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "javax.net..", "java.nio.channels.spi..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .because("what is remembered never leaves the machine by itself");

    @ArchTest
    static final ArchRule SQL_IS_SPOKEN_IN_ONE_PLACE = classes()
            .that()
            .resideInAPackage("org.sqlite..")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("keepsake.memory.sql", "org.sqlite..")
            .allowEmptyShould(true)
            .because("only keepsake.memory.sql knows which driver there is");
}
