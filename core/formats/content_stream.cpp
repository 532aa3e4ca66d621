// SPDX-License-Identifier: Apache-2.0
#include "formats/content_stream.h"

#include "base/cancel.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kContentWindow = 1 << 20;

} // namespace

ContentStream::ContentStream(const ImageFs &fs, ProgressMeter &progress, std::stop_token stop)
    : m_fs(fs)
    , m_progress(progress)
    , m_stop(std::move(stop))
    , m_window(kContentWindow)
{
}

Result<void> ContentStream::append(MergedTree::Origin file, ByteSink &into)
{
    const LayerIndex &index = *m_fs.tree->layers()[std::size_t(file.layer)];
    const FileRegion &layer = m_fs.contents[std::size_t(file.layer)].region();
    const std::uint64_t size = index.fileSize(file.record);
    const std::uint64_t stored = index.contentOffset(file.record);
    const auto *const extents = index.sparseExtents(file.record);
    if (!extents)
        return copy(layer, stored, size, into);
    std::uint64_t position = 0;
    const auto skipTo = [&](std::uint64_t offset) {
        report(offset - position);
        return into.appendZeros(offset - std::exchange(position, offset));
    };
    for (const SparseExtent &extent : *extents) {
        STRATOSCOPE_CHECK(skipTo(extent.offset));
        STRATOSCOPE_CHECK(copy(layer, stored + extent.stored, extent.length, into));
        position += extent.length;
    }
    return skipTo(size);
}

Result<void> ContentStream::appendStored(MergedTree::Origin file, ByteSink &into)
{
    const LayerIndex &index = *m_fs.tree->layers()[std::size_t(file.layer)];
    const auto *const extents = index.sparseExtents(file.record);
    if (!extents)
        return append(file, into);
    std::uint64_t holes = index.fileSize(file.record);
    for (const SparseExtent &extent : *extents) {
        STRATOSCOPE_CHECK(copy(m_fs.contents[std::size_t(file.layer)].region(), index.contentOffset(file.record) + extent.stored,
                               extent.length, into));
        holes -= extent.length;
    }
    report(holes);
    return {};
}

Result<void> ContentStream::copy(const FileRegion &layer, std::uint64_t position, std::uint64_t length, ByteSink &into)
{
    while (length > 0) {
        throwIfStopped(m_stop);
        const std::uint64_t at = layer.offset + position;
        const bool isInWindow = m_windowFile == layer.file.get() && at >= m_windowAt && at - m_windowAt < m_windowSize;
        if (!isInWindow) {
            const std::uint64_t left = layer.size - std::min(layer.size, position);
            const auto wanted = std::span(m_window).first(std::size_t(std::min<std::uint64_t>(left, m_window.size())));
            m_windowFile = nullptr;
            STRATOSCOPE_TRY(m_windowSize, layer.readAt(position, wanted));
            if (m_windowSize == 0)
                return fail(ErrorKind::Truncated, layer.file->name(), u"ends before the content of one of its files"_s);
            m_windowFile = layer.file.get();
            m_windowAt = at;
        }
        const auto begin = std::size_t(at - m_windowAt);
        const auto count = std::size_t(std::min<std::uint64_t>(length, m_windowSize - begin));
        STRATOSCOPE_CHECK(into.append(Bytes(m_window).subspan(begin, count)));
        report(count);
        position += count;
        length -= count;
    }
    return {};
}

void ContentStream::report(std::uint64_t bytes)
{
    m_progress.add(qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max())));
}

} // namespace stratoscope
