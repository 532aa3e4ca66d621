// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_presets.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ExportTr {
    Q_DECLARE_TR_FUNCTIONS(Export)
};

struct FormatRow {
    QLatin1StringView name;
    const char *title;
    const char *purpose;
};

constexpr std::array kFormatTexts{
    FormatRow{"directory"_L1, QT_TRANSLATE_NOOP("Export", "Files and folders"),
              QT_TRANSLATE_NOOP("Export", "To look into, to copy from, or for chroot")},
    FormatRow{"tar"_L1, QT_TRANSLATE_NOOP("Export", "Tar archive"),
              QT_TRANSLATE_NOOP("Export", "All files in one, with owners and attributes")},
    FormatRow{"docker-archive"_L1, QT_TRANSLATE_NOOP("Export", "Docker archive"),
              QT_TRANSLATE_NOOP("Export", "For docker load and podman load")},
    FormatRow{"oci"_L1, QT_TRANSLATE_NOOP("Export", "OCI layout"),
              QT_TRANSLATE_NOOP("Export", "A folder for skopeo, Podman, Buildah and umoci")},
    FormatRow{"oci-archive"_L1, QT_TRANSLATE_NOOP("Export", "OCI archive"),
              QT_TRANSLATE_NOOP("Export", "An OCI layout in one file")},
    FormatRow{"dir"_L1, QT_TRANSLATE_NOOP("Export", "skopeo directory"),
              QT_TRANSLATE_NOOP("Export", "Manifest and blobs, for skopeo’s dir:")},
    FormatRow{"layer"_L1, QT_TRANSLATE_NOOP("Export", "Tar of a layer"),
              QT_TRANSLATE_NOOP("Export", "One layer as the image contains it")},
    FormatRow{"layers"_L1, QT_TRANSLATE_NOOP("Export", "Tars of all layers"),
              QT_TRANSLATE_NOOP("Export", "To examine or rebuild the image, with its configuration")},
    FormatRow{"vm"_L1, QT_TRANSLATE_NOOP("Export", "Virtual machine"),
              QT_TRANSLATE_NOOP("Export", "A disk, a kernel and a script that starts the image")},
    FormatRow{"ext4"_L1, QT_TRANSLATE_NOOP("Export", "ext4 disk"),
              QT_TRANSLATE_NOOP("Export", "A writable disk for virtual machines and loop mounts")},
    FormatRow{"squashfs"_L1, QT_TRANSLATE_NOOP("Export", "SquashFS disk"),
              QT_TRANSLATE_NOOP("Export", "Read-only and small, for live systems and loop mounts")},
    FormatRow{"erofs"_L1, QT_TRANSLATE_NOOP("Export", "EROFS disk"),
              QT_TRANSLATE_NOOP("Export", "Read-only and fast; can be mapped into memory")},
    FormatRow{"cpio"_L1, QT_TRANSLATE_NOOP("Export", "cpio archive"), QT_TRANSLATE_NOOP("Export", "For an initramfs of the image")},
    FormatRow{"prebaked"_L1, QT_TRANSLATE_NOOP("Export", "Prebaked directory"),
              QT_TRANSLATE_NOOP("Export", "For monitors that map files out of the layers")},
};

struct PresetRow {
    const char *id;
    const char *title;
    QLatin1StringView format;
};

constexpr std::array kPresets{
    PresetRow{"qemu", QT_TRANSLATE_NOOP("Export", "Disk for QEMU"), "vm"_L1},
    PresetRow{"chroot", QT_TRANSLATE_NOOP("Export", "Root folder for chroot"), "directory"_L1},
    PresetRow{"docker", QT_TRANSLATE_NOOP("Export", "For docker load"), "docker-archive"_L1},
    PresetRow{"skopeo", QT_TRANSLATE_NOOP("Export", "For skopeo"), "oci"_L1},
};

} // namespace

ExportFormatText exportFormatText(ExportFormat format)
{
    const QLatin1StringView name = traitsOf(format).name;
    const auto text = std::ranges::find(kFormatTexts, name, &FormatRow::name);
    return text == kFormatTexts.end() ? ExportFormatText{name, {}}
                                      : ExportFormatText{ExportTr::tr(text->title), ExportTr::tr(text->purpose)};
}

QList<ExportPreset> exportPresets()
{
    QList<ExportPreset> presets;
    for (const PresetRow &row : kPresets) {
        if (const auto format = parseExportFormat(row.format))
            presets.append({QString::fromLatin1(row.id), ExportTr::tr(row.title), *format, true});
    }
    const qsizetype named = presets.size();
    for (const FormatRow &row : kFormatTexts) {
        const auto format = parseExportFormat(row.name);
        const bool hasName = format && std::any_of(presets.begin(), presets.begin() + named, [&](const ExportPreset &preset) {
                                 return preset.format == *format;
                             });
        if (format && !hasName)
            presets.append({row.name, ExportTr::tr(row.title), *format});
    }
    for (const ExportFormatTraits &format : exportFormats()) {
        if (std::ranges::find(presets, format.format, &ExportPreset::format) == presets.end())
            presets.append({format.name, format.name, format.format});
    }
    return presets;
}

std::optional<ExportPreset> exportPreset(const QString &id)
{
    const QList<ExportPreset> presets = exportPresets();
    const auto found = std::ranges::find(presets, id, &ExportPreset::id);
    return found == presets.end() ? std::nullopt : std::optional(*found);
}

ExportPreset presetFor(ExportFormat format)
{
    const QList<ExportPreset> presets = exportPresets();
    return *std::ranges::find(presets, format, &ExportPreset::format);
}

} // namespace stratoscope::ui
