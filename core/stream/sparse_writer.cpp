// SPDX-License-Identifier: Apache-2.0
#include "stream/sparse_writer.h"

#include <array>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kSparsePage = SparseWriter::kPage;
constexpr std::size_t kBufferSize = 1 << 20;
/// Shorter runs of zeros are written like other bytes: holes for them would cost more than they save.
constexpr std::size_t kLeastHole = 16 * kSparsePage;
constexpr std::uint64_t kLargestFile = std::uint64_t(std::numeric_limits<std::int64_t>::max()) / 2;

bool isZeroPage(Bytes bytes, std::size_t at)
{
    if (at + kSparsePage > bytes.size())
        return false;
    const std::byte *const page = bytes.data() + at;
    return page[0] == std::byte(0) && std::memcmp(page, page + 1, kSparsePage - 1) == 0;
}

} // namespace

SparseWriter::SparseWriter(File &file)
    : m_file(file)
    , m_buffer(std::make_unique_for_overwrite<std::byte[]>(kBufferSize))
{
}

Result<void> SparseWriter::append(Bytes bytes)
{
    while (!bytes.empty()) {
        if (m_filled == 0 && bytes.size() >= kBufferSize) {
            const Bytes pages = bytes.first(bytes.size() / kSparsePage * kSparsePage);
            STRATOSCOPE_CHECK(writePages(pages));
            bytes = bytes.subspan(pages.size());
            continue;
        }
        const std::size_t count = std::min(bytes.size(), kBufferSize - m_filled);
        std::memcpy(m_buffer.get() + m_filled, bytes.data(), count);
        m_filled += count;
        bytes = bytes.subspan(count);
        if (m_filled == kBufferSize)
            STRATOSCOPE_CHECK(flush());
    }
    return {};
}

Result<void> SparseWriter::appendZeros(std::uint64_t count)
{
    if (count > kLargestFile - std::min(position(), kLargestFile))
        return fail(ErrorKind::TooLarge, m_file.name(), u"would exceed the maximum size of a file"_s);
    while (count > 0) {
        if (m_filled == 0 && count >= kSparsePage) {
            m_bufferAt += count / kSparsePage * kSparsePage;
            count %= kSparsePage;
            continue;
        }
        // Up to the next page, after which nothing needs to be written.
        const auto part = std::size_t(std::min<std::uint64_t>(count, kSparsePage - m_filled % kSparsePage));
        std::memset(m_buffer.get() + m_filled, 0, part);
        m_filled += part;
        count -= part;
        if (m_filled == kBufferSize || (m_filled % kSparsePage == 0 && count >= kLeastHole))
            STRATOSCOPE_CHECK(flush());
    }
    return {};
}

Result<void> SparseWriter::finish()
{
    const std::uint64_t size = position();
    STRATOSCOPE_CHECK(flush());
    if (m_writtenEnd < size) {
        // Not ftruncate(): after a power failure, the file might then have its size but not its data.
        constexpr std::array<std::byte, kSparsePage> kZeros{};
        STRATOSCOPE_CHECK(m_file.writeAt(size - kSparsePage, kZeros));
    }
    return {};
}

Result<void> SparseWriter::flush()
{
    const Bytes bytes(m_buffer.get(), m_filled);
    m_filled = 0;
    return writePages(bytes);
}

/// Writes at the offset of the buffer, skipping long runs of zeros. Only the last piece may end within a page.
Result<void> SparseWriter::writePages(Bytes bytes)
{
    std::size_t written = 0;
    std::size_t zeros = 0; // the length of the run of zero pages that ends at `at`
    for (std::size_t at = 0; at < bytes.size();) {
        zeros = isZeroPage(bytes, at) ? zeros + kSparsePage : 0;
        at += kSparsePage;
        if (zeros < kLeastHole || isZeroPage(bytes, at))
            continue;
        STRATOSCOPE_CHECK(write(written, bytes.subspan(written, at - zeros - written)));
        written = at;
        zeros = 0;
    }
    STRATOSCOPE_CHECK(write(written, bytes.subspan(written)));
    m_bufferAt += bytes.size();
    return {};
}

Result<void> SparseWriter::write(std::size_t at, Bytes bytes)
{
    if (bytes.empty())
        return {};
    m_writtenEnd = m_bufferAt + at + bytes.size();
    return m_file.writeAt(m_bufferAt + at, bytes);
}

} // namespace stratoscope
