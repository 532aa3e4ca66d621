// SPDX-License-Identifier: Apache-2.0
#include "stream/compress.h"

#include <algorithm>
#include <limits>
#include <thread>
#include <vector>
#include <zlib.h>
#include <zstd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kCompressedPiece = 256 << 10;
constexpr int kGzipLevel = 6;
constexpr int kGzipWindowBits = 15 + 16; // zlib: the largest window, with a gzip header
constexpr int kGzipMemory = 8;
constexpr int kZstdLevel = 3;

class PlainSink : public ByteSink
{
public:
    explicit PlainSink(ByteSink &into)
        : m_into(into)
    {
    }
    Result<void> append(Bytes bytes) override { return m_into.append(bytes); }
    Result<void> appendZeros(std::uint64_t count) override { return m_into.appendZeros(count); }
    Result<void> finish() override { return m_into.finish(); }

private:
    ByteSink &m_into;
};

class GzipSink : public ByteSink
{
public:
    explicit GzipSink(ByteSink &into)
        : m_into(into)
        , m_piece(kCompressedPiece)
    {
        if (::deflateInit2(&m_stream, kGzipLevel, Z_DEFLATED, kGzipWindowBits, kGzipMemory, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~GzipSink() override { ::deflateEnd(&m_stream); }

    Result<void> append(Bytes bytes) override
    {
        while (!bytes.empty()) {
            const Bytes part = bytes.first(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
            STRATOSCOPE_CHECK(run(part, Z_NO_FLUSH));
            bytes = bytes.subspan(part.size());
        }
        return {};
    }

    Result<void> finish() override
    {
        STRATOSCOPE_CHECK(run({}, Z_FINISH));
        return m_into.finish();
    }

private:
    Result<void> run(Bytes bytes, int flush)
    {
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<std::byte *>(bytes.data())); // zlib does not write to it
        m_stream.avail_in = uInt(bytes.size());
        do {
            m_stream.next_out = reinterpret_cast<Bytef *>(m_piece.data());
            m_stream.avail_out = uInt(m_piece.size());
            ::deflate(&m_stream, flush);
            STRATOSCOPE_CHECK(m_into.append(Bytes(m_piece).first(m_piece.size() - m_stream.avail_out)));
        } while (m_stream.avail_out == 0);
        return {};
    }

    ByteSink &m_into;
    std::vector<std::byte> m_piece;
    z_stream m_stream{};
};

class ZstdSink : public ByteSink
{
public:
    explicit ZstdSink(ByteSink &into)
        : m_into(into)
        , m_context(::ZSTD_createCCtx())
        , m_piece(kCompressedPiece)
    {
        if (!m_context)
            throw std::bad_alloc();
        ::ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, kZstdLevel);
        ::ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
        // With threads the output is cut into other pieces than without, but does not depend on their number.
        ::ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_nbWorkers, std::max(1, int(std::thread::hardware_concurrency())));
    }

    Result<void> append(Bytes bytes) override { return run(bytes, ZSTD_e_continue); }
    Result<void> finish() override
    {
        STRATOSCOPE_CHECK(run({}, ZSTD_e_end));
        return m_into.finish();
    }

private:
    Result<void> run(Bytes bytes, ZSTD_EndDirective end)
    {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (true) {
            ZSTD_outBuffer out{m_piece.data(), m_piece.size(), 0};
            const std::size_t left = ::ZSTD_compressStream2(m_context.get(), &out, &in, end);
            if (::ZSTD_isError(left))
                throw std::bad_alloc(); // the only error left, since the parameters are valid
            STRATOSCOPE_CHECK(m_into.append(Bytes(m_piece).first(out.pos)));
            if (end == ZSTD_e_continue ? in.pos == in.size : left == 0)
                return {};
        }
    }

    struct Free {
        void operator()(ZSTD_CCtx *context) const { ::ZSTD_freeCCtx(context); }
    };
    ByteSink &m_into;
    std::unique_ptr<ZSTD_CCtx, Free> m_context;
    std::vector<std::byte> m_piece;
};

} // namespace

std::unique_ptr<ByteSink> compressTo(ByteSink &into, Compression compression)
{
    switch (compression) {
    case Compression::Gzip:
        return std::make_unique<GzipSink>(into);
    case Compression::Zstd:
        return std::make_unique<ZstdSink>(into);
    default:
        return std::make_unique<PlainSink>(into);
    }
}

Compression compressionByName(const QString &fileName)
{
    const auto endsWith = [&](auto... endings) { return (fileName.endsWith(endings, Qt::CaseInsensitive) || ...); };
    if (endsWith(".gz"_L1, ".tgz"_L1))
        return Compression::Gzip;
    return endsWith(".zst"_L1, ".tzst"_L1) ? Compression::Zstd : Compression::None;
}

} // namespace stratoscope
