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

constexpr std::size_t kSpoolPiece = 1 << 20;

/// Reads a region front to back and keeps the position.
class CountingSource : public ByteSource
{
public:
    explicit CountingSource(FileRegion region)
        : m_source(std::move(region))
    {
    }
    Result<std::size_t> read(std::span<std::byte> into) override
    {
        STRATOSCOPE_TRY(const std::size_t count, m_source.read(into));
        m_count += count;
        return count;
    }
    std::uint64_t count() const { return m_count; }

private:
    RegionSource m_source;
    std::uint64_t m_count = 0;
};

/// `used` returns how many compressed bytes have been consumed.
template <typename Used>
Result<void> unpack(ByteSource &decoder, const Used &used, File &into, ProgressMeter &progress, const std::stop_token &stop)
{
    SparseWriter writer(into);
    std::vector<std::byte> piece(kSpoolPiece);
    std::uint64_t told = 0;
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, decoder.read(piece));
        const std::uint64_t now = std::max(told, used()); // bytes that were read ahead are returned
        progress.add(qint64(now - told));
        told = now;
        if (count == 0)
            return writer.finish();
        STRATOSCOPE_CHECK(writer.append(Bytes(piece).first(count)));
        if (writer.position() > kBombSize && writer.position() / kBombRatio > now)
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
    const auto unpacked = [&]() -> Result<void> {
        if (compression == Compression::Xz || compression == Compression::Bzip2) {
            StreamDecoder decoder(compressed, compression);
            return unpack(
                decoder, [&decoder] { return decoder.position(); }, file, progress, stop);
        }
        CountingSource source(compressed);
        LayerDecoder decoder(source);
        return unpack(
            decoder, [&source] { return source.count(); }, file, progress, stop);
    }();
    if (!unpacked)
        return Failure(withContext(name, unpacked.error()));
    progress.finish();
    STRATOSCOPE_TRY(const std::uint64_t size, file.size());
    return FileRegion{std::make_shared<const File>(std::move(file)), 0, size};
}

} // namespace stratoscope
