<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CloseQuestion</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks are still running.</source>
        <translation>
            <numerusform>%n task is still running.</numerusform>
            <numerusform>%n tasks are still running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComparedDetails</name>
    <message numerus="yes">
        <source>%Ln files of the same size were compared by their times, since the digests are not known yet.</source>
        <translation>
            <numerusform>%Ln file of the same size was compared by its time, since its digest is not known yet.</numerusform>
            <numerusform>%Ln files of the same size were compared by their times, since the digests are not known yet.</numerusform>
        </translation>
    </message>
</context>
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
    <name>StoreCleanUp</name>
    <message numerus="yes">
        <source>Freed %1. Removed images that were not used for a long time: %2 and %n others.</source>
        <translation>
            <numerusform>Freed %1. Removed images that were not used for a long time: %2 and %n other.</numerusform>
            <numerusform>Freed %1. Removed images that were not used for a long time: %2 and %n others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportDialog</name>
    <message numerus="yes">
        <source>%Ln selected items</source>
        <translation>
            <numerusform>%Ln selected item</numerusform>
            <numerusform>%Ln selected items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::Extraction</name>
    <message numerus="yes">
        <source>%Ln files or folders</source>
        <translation>
            <numerusform>%Ln file or folder</numerusform>
            <numerusform>%Ln files or folders</numerusform>
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
    <name>stratoscope::ui::LayerModel</name>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n common layer(s)</source>
        <translation>
            <numerusform>%n common layer</numerusform>
            <numerusform>%n common layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryActions</name>
    <message numerus="yes">
        <source>%n images in the store cannot be read</source>
        <translation>
            <numerusform>%n image in the store cannot be read</numerusform>
            <numerusform>%n images in the store cannot be read</numerusform>
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
        <source>%n images, %1 · cache and incomplete pulls: %2</source>
        <translation>
            <numerusform>%n image, %1 · cache and incomplete pulls: %2</numerusform>
            <numerusform>%n images, %1 · cache and incomplete pulls: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TextDiffView</name>
    <message numerus="yes">
        <source>%Ln unchanged lines</source>
        <translation>
            <numerusform>%Ln unchanged line</numerusform>
            <numerusform>%Ln unchanged lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferDock</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%n active</numerusform>
            <numerusform>%n active</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferSummary</name>
    <message numerus="yes">
        <source>%n active tasks</source>
        <translation>
            <numerusform>%n active task</numerusform>
            <numerusform>%n active tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::VersionsDialog</name>
    <message numerus="yes">
        <source>Changed in %Ln layers</source>
        <translation>
            <numerusform>Changed in %Ln layer</numerusform>
            <numerusform>Changed in %Ln layers</numerusform>
        </translation>
    </message>
</context>
</TS>
