// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Tars made byte for byte as a test wants them, wrong ones too.
namespace stratoscope::test {

enum class TarFormat { V7, Ustar, Gnu, Star };

using PaxRecordList = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kTestTime = 1714564800; ///< 2024-05-01 12:00 UTC

struct TarEntry {
    std::string path = {};
    char type = '0';
    std::string content = {};
    std::string link = {};
    std::int64_t mode = 0644;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::int64_t mtime = kTestTime;
    std::int64_t deviceMajor = 0;
    std::int64_t deviceMinor = 0;
    PaxRecordList pax = {}; ///< written before the entry where there are any
    TarFormat format = TarFormat::Ustar;
    std::optional<std::int64_t> size = {}; ///< what the header claims; without it the content's
    bool base256 = false; ///< all numbers so; otherwise only those that octal digits cannot hold
};

/// One header of 512 bytes; a path or link beyond 100 bytes is cut, or goes into the prefix as far as the format has one.
std::string tarHeader(const TarEntry &entry);
/// Computes the checksum of a header that was changed by hand.
std::string withChecksum(std::string header);
/// `LENGTH KEY=VALUE\n` of each.
std::string paxText(const PaxRecordList &records);
/// Zeros up to a whole number of blocks.
std::string padded(std::string bytes);
/// The two blocks of zeros.
std::string tarEnd();

enum class SparseForm { Old, Pax00, Pax01, Pax10 };

struct SparseFile {
    std::string path;
    std::uint64_t size = 0;
    std::vector<std::pair<std::uint64_t, std::string>> parts; ///< offset and data, in order

    /// With its holes filled by zeros.
    std::string expanded() const;
    std::string stored() const;
};

class TarBuilder
{
public:
    /// Writes the entry, with what its format has for a long path or link before it (pax records for V7, Ustar and Star).
    TarBuilder &add(const TarEntry &entry);
    TarBuilder &file(std::string path, std::string content = {});
    TarBuilder &dir(std::string path, std::int64_t mode = 0755);
    TarBuilder &symlink(std::string path, std::string target);
    TarBuilder &hardlink(std::string path, std::string target);
    TarBuilder &device(std::string path, char type, std::int64_t major, std::int64_t minor);
    TarBuilder &fifo(std::string path);
    TarBuilder &sparse(const SparseFile &file, SparseForm form);
    /// A header of records for the next entry, `x`, or for all that follow, `g`.
    TarBuilder &pax(const PaxRecordList &records, char type = 'x');
    /// GNU's header for a long path, `L`, or link, `K`.
    TarBuilder &gnuLong(std::string_view text, char type);
    TarBuilder &raw(std::string_view bytes);

    /// With the two blocks of zeros at its end.
    std::string finish() const { return m_bytes + tarEnd(); }
    /// Without them.
    const std::string &unfinished() const { return m_bytes; }

private:
    TarBuilder &member(const TarEntry &entry);
    std::string m_bytes;
};

} // namespace stratoscope::test
