// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prebaked/file_digests.h"

#include <string_view>

/// The record format of `.idx` files, for their writer and reader.
namespace stratoscope::prebaked {

inline constexpr std::string_view kMagic = "ARCHIVE0\n";

inline constexpr QLatin1StringView kIdxSuffix{".idx"};
inline constexpr QLatin1StringView kContentsSuffix{".contents"};
inline constexpr QLatin1StringView kSidecarSuffix{".ext.json"};

/// The alignment of contents.
inline constexpr std::uint64_t kPage = 4096;

enum Kind : std::uint8_t { Regular = 1, Directory = 2, Symlink = 3, Hardlink = 4, Extended = 5, Deleted = 6 };

// A record is a length in four digits and a body of that length: fields of fixed width, a name, a tab, a link, a newline.
inline constexpr std::size_t kLengthDigits = 4;
inline constexpr std::size_t kKindAt = 1;
inline constexpr std::size_t kModeAt = 4;
inline constexpr std::size_t kUidAt = 13;
inline constexpr std::size_t kGidAt = 22;
inline constexpr std::size_t kTimeAt = 31;
inline constexpr std::size_t kSizeAt = 48;
inline constexpr std::size_t kOffsetAt = 65;
inline constexpr std::size_t kDigestAt = 82;
inline constexpr std::size_t kDigestDigits = 64;
inline constexpr std::size_t kNameAt = 147;
/// Of a record without a name and a link.
inline constexpr std::size_t kLeastLength = kNameAt + 2;
/// The buffer size of existing readers.
inline constexpr std::size_t kMostLength = 10240;

/// The fixed part of the body, without its digits.
inline constexpr std::string_view kTemplate = " .. ........ ........:........ ................ ................ ................ "
                                              "................................................................ ";
static_assert(kTemplate.size() == kNameAt);

inline std::uint64_t roundedToPage(std::uint64_t size)
{
    return (size + kPage - 1) / kPage * kPage;
}

/// Chooses the checkpoints for a FileDigests.
class CheckpointCollector
{
public:
    void addLine(RecordId record, std::uint64_t position)
    {
        // The root is record 0 wherever its line is, so no checkpoint can begin there.
        if (m_lines++ % kInterval != 0 && !m_due)
            return;
        m_due = record == 0;
        if (!m_due)
            m_checkpoints.push_back({record, position});
    }
    std::vector<FileDigests::Checkpoint> take() { return std::move(m_checkpoints); }

private:
    static constexpr std::uint32_t kInterval = 64;

    std::uint32_t m_lines = 0;
    bool m_due = false;
    std::vector<FileDigests::Checkpoint> m_checkpoints;
};

} // namespace stratoscope::prebaked
