// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/file_kind.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>

namespace stratoscope::ui {

namespace {

struct FileKindTr {
    Q_DECLARE_TR_FUNCTIONS(FileKind)
};

struct Ending {
    std::string_view text;
    FileKind kind;
};

/// Sorted.
constexpr std::array kEndings{
    Ending{"a", FileKind::Library},     Ending{"apk", FileKind::Archive},  Ending{"bash", FileKind::Code},
    Ending{"bin", FileKind::Data},      Ending{"bmp", FileKind::Media},    Ending{"bz2", FileKind::Archive},
    Ending{"c", FileKind::Code},        Ending{"cc", FileKind::Code},      Ending{"cfg", FileKind::Text},
    Ending{"class", FileKind::Library}, Ending{"conf", FileKind::Text},    Ending{"cpp", FileKind::Code},
    Ending{"css", FileKind::Code},      Ending{"csv", FileKind::Data},     Ending{"dat", FileKind::Data},
    Ending{"db", FileKind::Data},       Ending{"deb", FileKind::Archive},  Ending{"dll", FileKind::Library},
    Ending{"dylib", FileKind::Library}, Ending{"eot", FileKind::Media},    Ending{"exe", FileKind::Program},
    Ending{"flac", FileKind::Media},    Ending{"gif", FileKind::Media},    Ending{"go", FileKind::Code},
    Ending{"gz", FileKind::Archive},    Ending{"h", FileKind::Code},       Ending{"hpp", FileKind::Code},
    Ending{"htm", FileKind::Text},      Ending{"html", FileKind::Text},    Ending{"ico", FileKind::Media},
    Ending{"idx", FileKind::Data},      Ending{"ini", FileKind::Text},     Ending{"jar", FileKind::Archive},
    Ending{"java", FileKind::Code},     Ending{"jpeg", FileKind::Media},   Ending{"jpg", FileKind::Media},
    Ending{"js", FileKind::Code},       Ending{"json", FileKind::Data},    Ending{"ko", FileKind::Library},
    Ending{"la", FileKind::Library},    Ending{"list", FileKind::Text},    Ending{"log", FileKind::Text},
    Ending{"lua", FileKind::Code},      Ending{"map", FileKind::Data},     Ending{"md", FileKind::Text},
    Ending{"mjs", FileKind::Code},      Ending{"mo", FileKind::Data},      Ending{"mp3", FileKind::Media},
    Ending{"mp4", FileKind::Media},     Ending{"node", FileKind::Library}, Ending{"o", FileKind::Library},
    Ending{"ogg", FileKind::Media},     Ending{"otf", FileKind::Media},    Ending{"pb", FileKind::Data},
    Ending{"pdf", FileKind::Text},      Ending{"php", FileKind::Code},     Ending{"pkl", FileKind::Data},
    Ending{"pl", FileKind::Code},       Ending{"pm", FileKind::Code},      Ending{"png", FileKind::Media},
    Ending{"py", FileKind::Code},       Ending{"pyc", FileKind::Code},     Ending{"pyi", FileKind::Code},
    Ending{"pyo", FileKind::Code},      Ending{"rb", FileKind::Code},      Ending{"rlib", FileKind::Library},
    Ending{"rpm", FileKind::Archive},   Ending{"rs", FileKind::Code},      Ending{"rst", FileKind::Text},
    Ending{"sh", FileKind::Code},       Ending{"so", FileKind::Library},   Ending{"sqlite", FileKind::Data},
    Ending{"svg", FileKind::Media},     Ending{"tar", FileKind::Archive},  Ending{"tcl", FileKind::Code},
    Ending{"tgz", FileKind::Archive},   Ending{"tif", FileKind::Media},    Ending{"toml", FileKind::Data},
    Ending{"ts", FileKind::Code},       Ending{"ttc", FileKind::Media},    Ending{"ttf", FileKind::Media},
    Ending{"txt", FileKind::Text},      Ending{"wasm", FileKind::Program}, Ending{"wav", FileKind::Media},
    Ending{"webp", FileKind::Media},    Ending{"whl", FileKind::Archive},  Ending{"woff", FileKind::Media},
    Ending{"woff2", FileKind::Media},   Ending{"xml", FileKind::Data},     Ending{"xz", FileKind::Archive},
    Ending{"yaml", FileKind::Data},     Ending{"yml", FileKind::Data},     Ending{"zip", FileKind::Archive},
    Ending{"zst", FileKind::Archive},
};
static_assert(std::ranges::is_sorted(kEndings, {}, &Ending::text));

constexpr std::size_t kLongestEnding = 6;

std::optional<FileKind> kindOfEnding(std::string_view ending)
{
    if (ending.size() > kLongestEnding)
        return std::nullopt;
    std::array<char, kLongestEnding> lower{};
    for (std::size_t i = 0; i < ending.size(); ++i)
        lower[i] = ending[i] >= 'A' && ending[i] <= 'Z' ? char(ending[i] + 'a' - 'A') : ending[i];
    const std::string_view wanted(lower.data(), ending.size());
    const auto *const found = std::ranges::lower_bound(kEndings, wanted, {}, &Ending::text);
    return found == kEndings.end() || found->text != wanted ? std::nullopt : std::optional(found->kind);
}

} // namespace

FileKind fileKind(std::string_view name, std::uint16_t mode)
{
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) {
        if (const auto kind = kindOfEnding(name.substr(dot + 1)))
            return *kind;
    }
    if (name.find(".so.") != std::string_view::npos) // with a version
        return FileKind::Library;
    return mode & 0111 ? FileKind::Program : FileKind::Other;
}

QString fileKindText(FileKind kind)
{
    switch (kind) {
    case FileKind::Program:
        return FileKindTr::tr("Programs");
    case FileKind::Library:
        return FileKindTr::tr("Libraries");
    case FileKind::Code:
        return FileKindTr::tr("Source code and scripts");
    case FileKind::Data:
        return FileKindTr::tr("Data");
    case FileKind::Text:
        return FileKindTr::tr("Text and documents");
    case FileKind::Media:
        return FileKindTr::tr("Pictures, sounds and fonts");
    case FileKind::Archive:
        return FileKindTr::tr("Archives and packages");
    case FileKind::Other:
        return FileKindTr::tr("Other files");
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
