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
    <name>ComparisonOverview</name>
    <message numerus="yes">
        <source>%Ln more, see the page Packages</source>
        <translation>
            <numerusform>%Ln more, see the page Packages</numerusform>
            <numerusform>%Ln more, see the page Packages</numerusform>
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
    <name>EngineRows</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
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
    <name>MapPainter</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PackageTable</name>
    <message numerus="yes">
        <source>%Ln packages</source>
        <translation>
            <numerusform>%Ln package</numerusform>
            <numerusform>%Ln packages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln upgraded</source>
        <translation>
            <numerusform>%Ln upgraded</numerusform>
            <numerusform>%Ln upgraded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downgraded</source>
        <translation>
            <numerusform>%Ln downgraded</numerusform>
            <numerusform>%Ln downgraded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln removed</numerusform>
            <numerusform>%Ln removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln layers</source>
        <translation>
            <numerusform>%Ln layer</numerusform>
            <numerusform>%Ln layers</numerusform>
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
    <name>stratoscope::ui::FindingTexts</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln finding</numerusform>
            <numerusform>%Ln findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln layer(s)</source>
        <translation>
            <numerusform>%Ln layer</numerusform>
            <numerusform>%Ln layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::GrepPage</name>
    <message numerus="yes">
        <source>%Ln matching lines</source>
        <translation>
            <numerusform>%Ln matching line</numerusform>
            <numerusform>%Ln matching lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %Ln selected entries</source>
        <translation>
            <numerusform>In %Ln selected entry</numerusform>
            <numerusform>In %Ln selected entries</numerusform>
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
    <name>stratoscope::ui::MountBar</name>
    <message numerus="yes">
        <source>%Ln entries have longer names than Linux allows, and cannot be reached</source>
        <translation>
            <numerusform>%Ln entry has a longer name than Linux allows, and cannot be reached</numerusform>
            <numerusform>%Ln entries have longer names than Linux allows, and cannot be reached</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PackagesPage</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
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
    <name>stratoscope::ui::SizeMapView</name>
    <message numerus="yes">
        <source>%Ln small entries in %1</source>
        <translation>
            <numerusform>%Ln small entry in %1</numerusform>
            <numerusform>%Ln small entries in %1</numerusform>
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
    <name>stratoscope::ui::VersionsPage</name>
    <message numerus="yes">
        <source>Changed in %Ln layers</source>
        <translation>
            <numerusform>Changed in %Ln layer</numerusform>
            <numerusform>Changed in %Ln layers</numerusform>
        </translation>
    </message>
</context>
</TS>
