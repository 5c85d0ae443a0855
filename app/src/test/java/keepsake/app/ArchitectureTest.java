package keepsake.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;

/// The rules between the modules (docs/decisions/0001) and the promises that can be read off the code.
@AnalyzeClasses(packages = "keepsake", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String RUNTIME = "keepsake.runtime..";
    private static final String MEMORY = "keepsake.memory..";
    private static final String APP = "keepsake.app..";

    @ArchTest
    static final ArchRule modelsKnowNothingOfMemoryOrApp = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MEMORY, APP)
            .because("either library can be used, tested and replaced without the other");

    @ArchTest
    static final ArchRule memoryKnowsNothingOfModelsOrApp = noClasses()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RUNTIME, APP)
            .because("either library can be used, tested and replaced without the other");

    @ArchTest
    static final ArchRule onlyTheWindowKnowsJavaFx = noClasses()
            .that()
            .resideOutsideOfPackages("keepsake.app.window..", "keepsake.app.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "atlantafx..", "org.kordamp..", "com.sun.javafx..")
            .because("commands must run where there is no screen and no JavaFX");

    @ArchTest
    static final ArchRule onlyTheEntryPointKnowsTheWindow = noClasses()
            .that()
            .resideOutsideOfPackages("keepsake.app.window..", "keepsake.app.ui..")
            .and()
            .doNotHaveFullyQualifiedName("keepsake.app.Main")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("keepsake.app.window..", "keepsake.app.ui..")
            .because("what the window does, a command or another window must be able to do");

    @ArchTest
    static final ArchRule theWindowDoesNotKnowTheCommands = noClasses()
            .that()
            .resideInAnyPackage("keepsake.app.window..", "keepsake.app.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("keepsake.app.cli..")
            .because("both stand on the assistant and the home, beside each other");

    @ArchTest
    static final ArchRule nothingOpensASocket = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..", "java.rmi..")
                    .or(JavaClass.Predicates.assignableTo(java.net.Socket.class))
                    .or(JavaClass.Predicates.assignableTo(java.net.ServerSocket.class))
                    .or(JavaClass.Predicates.assignableTo(java.net.DatagramSocket.class))
                    .or(JavaClass.Predicates.assignableTo(java.net.URLConnection.class))
                    .or(JavaClass.Predicates.assignableTo(java.nio.channels.NetworkChannel.class)))
            .because("nothing leaves the machine; downloads are pip's, started by the user");

    @ArchTest
    static final ArchRule theDatabaseIsKnownToMemoryOnly = noClasses()
            .that()
            .resideOutsideOfPackage(MEMORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..")
            .because("one writer, one place that knows the schema");

    @ArchTest
    static final ArchRule theAppTalksToMemoryThroughItsFrontDoor = noClasses()
            .that()
            .resideInAPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "keepsake.memory.sql..",
                    "keepsake.memory.store..",
                    "keepsake.memory.conversation..",
                    "keepsake.memory.fact..",
                    "keepsake.memory.recall..",
                    "keepsake.memory.identity..",
                    "keepsake.memory.vector..",
                    "keepsake.memory.index..",
                    "keepsake.memory.erase..",
                    "keepsake.memory.never..",
                    "keepsake.memory.retention..",
                    "keepsake.memory.temporary..")
            .because("the rest of memory-db is nobody else's business");

    @ArchTest
    static final ArchRule nativeEnginesAreTheHostsBusiness = noClasses()
            .that()
            .resideInAPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("keepsake.runtime.fallback..", "keepsake.runtime.streaming..", "de.kherud..")
            .because("a native abort must not take the app with it");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("keepsake.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule classesAreFinalUnlessMeantToBeExtended = classes()
            .that()
            .resideInAPackage(APP)
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .should(ArchConditions.haveModifier(JavaModifier.FINAL))
            .orShould(ArchConditions.haveModifier(JavaModifier.ABSTRACT));
}
