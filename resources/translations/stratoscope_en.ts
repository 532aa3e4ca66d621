<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Details</name>
    <message numerus="yes">
        <source>%Ln bytes</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln entry</numerusform>
            <numerusform>%Ln entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message numerus="yes">
        <source>Freed %1. Not used for long, and removed: %2 and %n others.</source>
        <translation>
            <numerusform>Freed %1. Not used for long, and removed: %2 and %n other.</numerusform>
            <numerusform>Freed %1. Not used for long, and removed: %2 and %n others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportDialog</name>
    <message numerus="yes">
        <source>The %Ln selected entries</source>
        <translation>
            <numerusform>The selected entry</numerusform>
            <numerusform>The %Ln selected entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageHeader</name>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageView</name>
    <message numerus="yes">
        <source>%Ln matches</source>
        <translation>
            <numerusform>%Ln match</numerusform>
            <numerusform>%Ln matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryPane</name>
    <message numerus="yes">
        <source>%n image(s) of the store cannot be read</source>
        <translation>
            <numerusform>%n image of the store cannot be read</numerusform>
            <numerusform>%n images of the store cannot be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MainWindow</name>
    <message numerus="yes">
        <source>Pulling %n images</source>
        <translation>
            <numerusform>Pulling %n image</numerusform>
            <numerusform>Pulling %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transfers</source>
        <translation>
            <numerusform>%n transfer</numerusform>
            <numerusform>%n transfers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transfers are still running.</source>
        <translation>
            <numerusform>%n transfer is still running.</numerusform>
            <numerusform>%n transfers are still running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RepositoryPane</name>
    <message numerus="yes">
        <source>%1 of %Ln tags</source>
        <translation>
            <numerusform>%1 of %Ln tag</numerusform>
            <numerusform>%1 of %Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tags</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SearchModel</name>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SearchPage</name>
    <message numerus="yes">
        <source>%Ln repositories</source>
        <translation>
            <numerusform>%Ln repository</numerusform>
            <numerusform>%Ln repositories</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::StorePage</name>
    <message numerus="yes">
        <source>%1 in %n images; %2 more in layers that were only looked at, and in what was not pulled whole</source>
        <translation>
            <numerusform>%1 in %n image; %2 more in layers that were only looked at, and in what was not pulled whole</numerusform>
            <numerusform>%1 in %n images; %2 more in layers that were only looked at, and in what was not pulled whole</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferPane</name>
    <message numerus="yes">
        <source>The last %n</source>
        <translation>
            <numerusform>The last one</numerusform>
            <numerusform>The last %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::VersionsDialog</name>
    <message numerus="yes">
        <source>%Ln layers brought or removed it.</source>
        <translation>
            <numerusform>%Ln layer brought or removed it.</numerusform>
            <numerusform>%Ln layers brought or removed it.</numerusform>
        </translation>
    </message>
</context>
</TS>
