// SPDX-License-Identifier: Apache-2.0
#include "archive/stream_decoder.h"

#include "base/cancel.h"
#include "base/sparse_writer.h"

#include <KCompressionDevice>
#include <KFilterBase>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope {

/// The compressed bytes as a QIODevice. An error ends them and is kept here, since the device would take -1 for a length.
class StreamDecoder::Source : public QIODevice
{
public:
    explicit Source(FileRegion region)
        : m_region(std::move(region))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }
    /// Keeps the device from continuing with the next stream, which it does incorrectly.
    bool atEnd() const override { return true; }

    std::uint64_t place() const { return m_position; }
    void moveTo(std::uint64_t position) { m_position = position; }
    std::optional<Error> takeError() { return std::exchange(m_error, std::nullopt); }
    Result<std::size_t> peekAt(std::span<std::byte> into) const { return m_region.readAt(m_position, into); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const auto count = m_region.readAt(m_position, std::as_writable_bytes(std::span(data, std::size_t(most))));
        if (!count) {
            m_error = count.error();
            return 0;
        }
        m_position += *count;
        return qint64(*count);
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    FileRegion m_region;
    std::uint64_t m_position = 0;
    std::optional<Error> m_error;
};

class StreamDecoder::Device : public KCompressionDevice
{
public:
    Device(Source &source, Compression compression)
        : KCompressionDevice(&source, false, compression == Compression::Xz ? Xz : BZip2)
    {
    }
    /// Bytes that it took from the source but did not consume.
    std::uint64_t unused() { return std::uint64_t(filterBase()->inBufferAvailable()); }
};

namespace {

/// The library prints a warning about damaged input, which is reported as an error instead.
void silenceLibrary()
{
    static QLoggingCategory::CategoryFilter before = nullptr;
    static std::once_flag once;
    std::call_once(once, [] {
        before = QLoggingCategory::installFilter([](QLoggingCategory *category) {
            if (before)
                before(category);
            if (qstrcmp(category->categoryName(), "kf.archive") == 0)
                category->setEnabled(QtWarningMsg, false);
        });
    });
}

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

StreamDecoder::StreamDecoder(FileRegion compressed, Compression compression)
    : m_compression(compression)
    , m_source(std::make_unique<Source>(std::move(compressed)))
{
    silenceLibrary();
}

StreamDecoder::~StreamDecoder() = default;

std::uint64_t StreamDecoder::taken() const
{
    return m_source->place();
}

/// Skips zeros, which are padding; false at the end.
Result<bool> StreamDecoder::beginStream()
{
    std::array<std::byte, 4096> head;
    while (true) {
        STRATOSCOPE_TRY(const std::size_t count, m_source->peekAt(head));
        const auto bytes = std::span(head).first(count);
        const auto zeros
            = std::size_t(std::ranges::find_if(bytes, [](std::byte byte) { return byte != std::byte(0); }) - bytes.begin());
        m_source->moveTo(m_source->place() + zeros);
        if (count == 0)
            return false;
        if (zeros < count)
            break;
    }
    STRATOSCOPE_TRY(const std::size_t count, m_source->peekAt(head));
    if (detectCompression(Bytes(head).first(count)) != m_compression)
        return fail(ErrorKind::Malformed, {},
                    u"the %1 data is followed by something else, at byte %2"_s.arg(compressionName(m_compression),
                                                                                   QString::number(m_source->place())));
    m_device = std::make_unique<Device>(*m_source, m_compression);
    if (!m_device->open(QIODevice::ReadOnly))
        return fail(ErrorKind::Unsupported, {},
                    u"%1 is not supported by this build of KArchive"_s.arg(compressionName(m_compression)));
    return true;
}

Result<std::size_t> StreamDecoder::read(std::span<std::byte> into)
{
    constexpr std::size_t kMost = 1 << 20; // it counts in 32 bits
    while (true) {
        if (!m_device) {
            STRATOSCOPE_TRY(const bool more, beginStream());
            if (!more)
                return 0;
        }
        const qint64 count = m_device->read(reinterpret_cast<char *>(into.data()), qint64(std::min(into.size(), kMost)));
        if (auto error = m_source->takeError())
            return Failure(*std::move(error));
        if (count > 0)
            return std::size_t(count);
        if (!m_device->atEnd()) {
            // At first it returns 0 for an error as for an early end, and -1 only when called again.
            char byte = 0;
            if (count < 0 || m_device->read(&byte, 1) < 0)
                return fail(ErrorKind::Malformed, {}, u"the %1 data is damaged"_s.arg(compressionName(m_compression)));
            return fail(ErrorKind::Truncated, {}, u"the %1 data is truncated"_s.arg(compressionName(m_compression)));
        }
        m_source->moveTo(m_source->place() - m_device->unused());
        m_device.reset();
    }
}

std::unique_ptr<Decoder> makeDecoder(const FileRegion &compressed, Compression compression, RegionSource &source,
                                     std::uint64_t bombSize)
{
    if (compression == Compression::Xz || compression == Compression::Bzip2)
        return std::make_unique<StreamDecoder>(compressed, compression);
    return std::make_unique<LayerDecoder>(source, bombSize);
}

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
