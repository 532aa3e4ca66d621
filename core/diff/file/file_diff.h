// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_facts.h"
#include "content/text_encoding.h"
#include "diff/file/archive_diff.h"
#include "diff/file/file_side.h"
#include "diff/file/json_diff.h"
#include "diff/file/text_diff.h"
#include "stream/decompress.h"

#include <memory>

namespace stratoscope {

/// How the lines of a text end.
enum class LineEnds { None, LineFeed, CarriageReturnLineFeed, Mixed };

/// A text of a comparison as it is in its file.
struct TextFacts {
    TextEncoding encoding = TextEncoding::None; ///< None if the file is missing or empty
    Compression compression = Compression::None;
    LineEnds lineEnds = LineEnds::None;
    bool operator==(const TextFacts &) const = default;
};

/// How the contents of two files differ, according to what they contain. A value; thread-safe.
struct FileDiff {
    enum class Kind {
        None, ///< neither entry is a regular file
        Same, ///< the contents are the same
        Text,
        Archive,
        Program, ///< ELF files, to be shown by their facts; the bytes differ as well
        Picture, ///< both are in a format that pictureFormat() knows
        Bytes,
    };
    Kind kind = Kind::None;
    std::shared_ptr<const TextDiff> text; ///< for Text; in UTF-8
    TextFacts beforeText;
    TextFacts afterText;
    std::shared_ptr<const JsonDiff> json; ///< for Text, if both files are JSON documents
    std::shared_ptr<const ArchiveDiff> archive; ///< for Archive
    std::shared_ptr<const ElfFacts> beforeProgram; ///< for Program; null if the file is missing
    std::shared_ptr<const ElfFacts> afterProgram;
    std::optional<Error> problem; ///< for Bytes: why the files are not compared by their lines or their contents
};

/// Detects from their bytes what two files contain, and compares that. If one of the entries does not exist or is not a regular
/// file, all of the other one counts as added or removed; if neither is a regular file, there is nothing to compare. A text may be
/// compressed. Whatever has to be unpacked from archives goes to unnamed files in `spoolDirectory`, which are deleted with the last
/// copy of the result.
///
/// Blocks; of files that are neither texts nor archives, only the beginnings are read, unless they have the same size. Errors:
/// those of reading. Throws Cancelled.
Result<FileDiff> diffFiles(const FileSide &before, const FileSide &after, const QString &spoolDirectory,
                           const std::stop_token &stop);

} // namespace stratoscope
