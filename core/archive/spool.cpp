// SPDX-License-Identifier: Apache-2.0
#include "archive/spool.h"

#include "archive/stream_decoder.h"
#include "base/cancel.h"
#include "base/sparse_writer.h"
#include "layer/decompress.h"
#include "layer/region_input.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<void> unpack(Decoder &decoder, File &into, ProgressMeter &progress, const std::stop_token &stop)
{
    SparseWriter writer(into);
    std::vector<std::byte> piece(1 << 20);
    std::uint64_t told = 0;
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, decoder.read(piece));
        const std::uint64_t now = std::max(told, decoder.taken()); // bytes that were read ahead are returned
        progress.add(qint64(now - told));
        told = now;
        if (count == 0)
            return writer.finish();
        STRATOSCOPE_CHECK(writer.append(Bytes(piece).first(count)));
        if (isBomb(writer.position(), now))
            return fail(ErrorKind::TooLarge, {},
                        u"decompresses from %2 MiB to more than %1 GiB, which looks like a decompression bomb"_s
                            .arg(writer.position() >> 30)
                            .arg(now >> 20));
    }
}

} // namespace

Result<FileRegion> unpackToTemporary(const QString &name, const FileRegion &compressed, Compression compression,
                                     const QString &directory, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(File file, File::temporary(directory));
    progress.begin(Stage::Resolve, qint64(compressed.size), 1);
    progress.setItem(name, 0);
    RegionSource source(compressed);
    const auto decoder = makeDecoder(compressed, compression, source);
    STRATOSCOPE_CHECK(withContext(name, unpack(*decoder, file, progress, stop)));
    progress.finish();
    STRATOSCOPE_TRY(const std::uint64_t size, file.size());
    return FileRegion{std::make_shared<const File>(std::move(file)), 0, size};
}

} // namespace stratoscope
