// SPDX-License-Identifier: Apache-2.0
#include "support/sources.h"

#include "support/need.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

/// What an input gives next, at most `max` bytes.
Result<Bytes> next(const std::string &bytes, const Delivery &delivery, std::size_t position, std::size_t max)
{
    if (position >= delivery.failAfter)
        return fail(ErrorKind::Io, {}, u"the disk is broken"_s);
    const std::size_t count = std::min({max, delivery.chunk, bytes.size() - position, delivery.failAfter - position});
    return asBytes(bytes).subspan(position, count);
}

} // namespace

MemorySource::MemorySource(std::string bytes, Delivery delivery)
    : m_bytes(std::move(bytes))
    , m_delivery(delivery)
{
}

Result<std::size_t> MemorySource::read(std::span<std::byte> into)
{
    STRATOSCOPE_TRY(const Bytes bytes, next(m_bytes, m_delivery, m_position, into.size()));
    std::ranges::copy(bytes, into.begin());
    m_position += bytes.size();
    return bytes.size();
}

MemoryTarInput::MemoryTarInput(std::string bytes, Delivery delivery)
    : m_bytes(std::move(bytes))
    , m_delivery(delivery)
{
}

Result<Bytes> MemoryTarInput::take(std::size_t max)
{
    STRATOSCOPE_TRY(const Bytes bytes, next(m_bytes, m_delivery, m_position, max));
    m_position += bytes.size();
    return bytes;
}

Result<std::uint64_t> MemoryTarInput::skip(std::uint64_t count)
{
    const std::uint64_t skipped = std::min<std::uint64_t>(count, m_bytes.size() - m_position);
    if (skipped > 0 && m_position + skipped > m_delivery.failAfter)
        return fail(ErrorKind::Io, {}, u"the disk is broken"_s);
    m_position += std::size_t(skipped);
    return skipped;
}

Result<void> MemorySink::append(Bytes bytes)
{
    if (bytes.size() > m_room - text.size())
        return fail(ErrorKind::Io, {}, u"the disk is full"_s);
    text += asText(bytes);
    return {};
}

Result<void> MemorySink::finish()
{
    isFinished = true;
    return {};
}

FileRegion regionOf(std::string_view bytes)
{
    File file(::memfd_create("test", MFD_CLOEXEC), u"test.tar"_s);
    need(file.writeAt(0, asBytes(bytes)));
    return {std::make_shared<const File>(std::move(file)), 0, bytes.size()};
}

Result<std::string> readToEnd(ByteSource &source, std::size_t chunk)
{
    std::string all;
    std::string buffer(chunk, '\0');
    while (true) {
        STRATOSCOPE_TRY(const std::size_t count, source.read(std::as_writable_bytes(std::span(buffer))));
        if (count == 0)
            return all;
        all.append(buffer, 0, count);
    }
}

} // namespace stratoscope::test
