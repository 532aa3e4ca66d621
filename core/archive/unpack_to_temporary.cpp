// SPDX-License-Identifier: Apache-2.0
#include "archive/unpack_to_temporary.h"

#include "base/cancel.h"
#include "layer/tar_header.h"
#include "stream/sparse_writer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<std::uint64_t> unpack(LayerDecoder &decoder, File &into, ProgressMeter &progress, const std::stop_token &stop)
{
    SparseWriter writer(into);
    std::vector<std::byte> piece(1 << 20);
    TarHeader::Block head{};
    std::uint64_t told = 0;
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, decoder.read(piece));
        progress.add(qint64(decoder.taken() - told));
        told = decoder.taken();
        if (count > 0) {
            if (const std::uint64_t at = writer.position(); at < head.size())
                std::ranges::copy(asText(piece).substr(0, std::min(count, head.size() - at)), head.begin() + std::ptrdiff_t(at));
            STRATOSCOPE_CHECK(writer.append(Bytes(piece).first(count)));
        }
        // It may be endless, and larger than the disk.
        const bool isOther = writer.position() >= head.size() && !TarHeader::canBegin(head);
        if (count == 0 || isOther) {
            STRATOSCOPE_CHECK(writer.finish());
            return writer.position();
        }
    }
}

} // namespace

Result<UnpackedFile> unpackToTemporary(const QString &name, ByteSource &source, qint64 size, const QString &directory,
                                       ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(File file, File::temporary(directory));
    progress.begin(Stage::Resolve, size, 1);
    progress.setItem(name, 0);
    LayerDecoder decoder(source);
    STRATOSCOPE_TRY(const std::uint64_t unpacked, withContext(name, unpack(decoder, file, progress, stop)));
    progress.finish();
    return UnpackedFile{{std::make_shared<const File>(std::move(file)), 0, unpacked}, decoder.compression()};
}

} // namespace stratoscope
