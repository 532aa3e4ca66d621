// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>
#include <string_view>

namespace stratoscope::ui {

/// What a file is for, as far as its name tells.
enum class FileKind : std::uint8_t { Program, Library, Code, Data, Text, Media, Archive, Other };
constexpr int kFileKinds = 8;

/// By the ending of its name and, where that says nothing, by its permission bits.
FileKind fileKind(std::string_view name, std::uint16_t mode);

/// "Programs", "Libraries", …
QString fileKindText(FileKind kind);

} // namespace stratoscope::ui
