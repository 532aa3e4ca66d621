// SPDX-License-Identifier: Apache-2.0
#include "stream/decompress.h"

#include <KCompressionDevice>
#include <KFilterBase>
#include <QLoggingCategory>
#include <isa-l/igzip_lib.h>
#include <lzma.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <mutex>
#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope {

Compression detectCompression(Bytes bytes)
{
    using namespace std::string_view_literals;
    const std::string_view head = asText(bytes);
    const bool isSkippableZstdFrame
        = head.size() >= 4 && (head[0] & '\xF0') == '\x50' && head.substr(1).starts_with("\x2A\x4D\x18");
    if (head.starts_with("\x1F\x8B\x08"))
        return Compression::Gzip;
    if (head.starts_with("\x28\xB5\x2F\xFD") || isSkippableZstdFrame)
        return Compression::Zstd;
    if (head.starts_with("\xFD\x37zXZ\0"sv))
        return Compression::Xz;
    // A tar may begin with a file named BZh…, so the magic number of the first block (or of the end) is checked, too.
    const std::string_view block = head.substr(std::min<std::size_t>(head.size(), 4));
    if (head.starts_with("BZh") && (block.starts_with("\x31\x41\x59\x26\x53\x59") || block.starts_with("\x17\x72\x45\x38\x50\x90")))
        return Compression::Bzip2;
    return Compression::None;
}

Result<Compression> detectCompression(const FileRegion &file)
{
    std::array<std::byte, kMagicSize> head;
    return file.readAt(0, head).map([&head](std::size_t count) { return detectCompression(Bytes(head).first(count)); });
}

QString compressionName(Compression compression)
{
    static constexpr std::array kNames{"uncompressed"_L1, "gzip"_L1, "zstd"_L1, "xz"_L1, "bzip2"_L1};
    return kNames[std::size_t(compression)];
}

/// The buffered compressed bytes. The last bytes used remain before them, since ISA-L gives back bytes that it has read ahead.
class LayerDecoder::Input
{
public:
    explicit Input(ByteSource &source)
        : m_source(source)
        , m_buffer(kSlack + kChunk)
    {
    }

    Bytes available() const { return m_available; }
    void use(std::size_t count) { m_available = m_available.subspan(count); }
    /// Sets the remaining bytes to those that a library left.
    void stopAt(const std::uint8_t *next, std::size_t left)
    {
        m_available = Bytes(reinterpret_cast<const std::byte *>(next), left);
    }
    std::uint64_t taken() const { return m_taken; }

    /// Buffers at least `count` bytes, or all if there are fewer. A source may return them one by one.
    Result<void> begin(std::size_t count)
    {
        const auto room = std::span(m_buffer).subspan(kSlack);
        while (m_filled < count) {
            STRATOSCOPE_TRY(const std::size_t more, m_source.read(room.subspan(m_filled)));
            if (more == 0)
                break;
            m_filled += more;
        }
        m_available = Bytes(room).first(m_filled);
        m_taken = m_filled;
        return {};
    }

    /// Buffers more bytes if none are available; false at the end.
    Result<bool> fill()
    {
        if (!m_available.empty())
            return true;
        std::byte *const end = m_buffer.data() + kSlack + m_filled;
        std::memmove(m_buffer.data(), end - kSlack, kSlack);
        STRATOSCOPE_TRY(m_filled, m_source.read(std::span(m_buffer).subspan(kSlack)));
        m_available = Bytes(m_buffer).subspan(kSlack, m_filled);
        m_taken += m_filled;
        return m_filled > 0;
    }

private:
    static constexpr std::size_t kSlack = 64;
    static constexpr std::size_t kChunk = 256 * 1024;

    ByteSource &m_source;
    std::vector<std::byte> m_buffer;
    std::size_t m_filled = 0;
    Bytes m_available;
    std::uint64_t m_taken = 0;
};

class LayerDecoder::Format
{
public:
    explicit Format(Input &input)
        : m_input(input)
    {
    }
    virtual ~Format() = default;
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;

protected:
    /// The largest window (zstd) or dictionary (xz) that is supported: the amount of unpacked data that a decoder keeps in memory.
    static constexpr std::uint64_t kMostWindow = 512 << 20;
    static Failure windowTooLarge(std::uint64_t needed)
    {
        return fail(ErrorKind::TooLarge, {},
                    u"needs a window of %1 MiB; the limit is %2 MiB"_s.arg(needed >> 20).arg(kMostWindow >> 20));
    }

    /// Skips zeros between members and after the last one. False at the end.
    Result<bool> skipPadding()
    {
        while (true) {
            STRATOSCOPE_TRY(const bool more, m_input.fill());
            if (!more)
                return false;
            const Bytes rest = m_input.available();
            const auto data = std::ranges::find_if(rest, [](std::byte byte) { return byte != std::byte(0); });
            m_input.use(std::size_t(data - rest.begin()));
            if (data != rest.end())
                return true;
        }
    }

    Input &m_input;
};

class LayerDecoder::Plain : public Format
{
public:
    using Format::Format;
    Result<std::size_t> read(std::span<std::byte> into) override
    {
        STRATOSCOPE_TRY(const bool more, m_input.fill());
        if (!more)
            return 0;
        const std::size_t count = std::min(into.size(), m_input.available().size());
        std::memcpy(into.data(), m_input.available().data(), count);
        m_input.use(count);
        return count;
    }
};

class LayerDecoder::Gzip : public Format
{
public:
    explicit Gzip(Input &input)
        : Format(input)
        , m_state(std::make_unique<inflate_state>())
    {
        beginMember();
    }

    Result<std::size_t> read(std::span<std::byte> into) override
    {
        m_state->next_out = reinterpret_cast<std::uint8_t *>(into.data());
        m_state->avail_out = std::uint32_t(into.size());
        while (m_state->avail_out > 0) {
            if (m_state->block_state == ISAL_BLOCK_FINISH) {
                STRATOSCOPE_TRY(const bool more, skipPadding());
                if (!more)
                    break;
                beginMember();
            }
            STRATOSCOPE_TRY(const bool more, m_input.fill());
            // The decoder may still have output without further input.
            const std::uint32_t leftBefore = m_state->avail_out;
            STRATOSCOPE_CHECK(inflate());
            if (!more && m_state->avail_out == leftBefore && m_state->block_state != ISAL_BLOCK_FINISH)
                return fail(ErrorKind::Truncated, {}, u"the gzip data is truncated"_s);
        }
        return into.size() - m_state->avail_out;
    }

private:
    void beginMember()
    {
        const auto out = m_state->next_out;
        const auto room = m_state->avail_out;
        isal_inflate_init(m_state.get());
        m_state->crc_flag = ISAL_GZIP;
        m_state->next_out = out;
        m_state->avail_out = room;
        m_header = {};
        isal_gzip_header_init(&m_header);
        m_isInHeader = true;
    }

    Result<void> inflate()
    {
        const Bytes in = m_input.available();
        m_state->next_in = const_cast<std::uint8_t *>(reinterpret_cast<const std::uint8_t *>(in.data()));
        m_state->avail_in = std::uint32_t(in.size());
        // isal_inflate() forgets what it has read of a header when its input ends inside one.
        const int outcome = m_isInHeader ? isal_read_gzip_header(m_state.get(), &m_header) : isal_inflate(m_state.get());
        if (outcome == ISAL_DECOMP_OK)
            m_isInHeader = false;
        m_input.stopAt(m_state->next_in, m_state->avail_in);
        switch (outcome) {
        case ISAL_DECOMP_OK:
        case ISAL_END_INPUT:
        case ISAL_OUT_OVERFLOW:
            return {};
        case ISAL_INCORRECT_CHECKSUM:
            return fail(ErrorKind::Malformed, {}, u"the gzip data is damaged: checksum mismatch"_s);
        default:
            return fail(ErrorKind::Malformed, {}, u"the gzip data is damaged"_s);
        }
    }

    std::unique_ptr<inflate_state> m_state;
    isal_gzip_header m_header{};
    bool m_isInHeader = false;
};

class LayerDecoder::Zstd : public Format
{
public:
    explicit Zstd(Input &input)
        : Format(input)
        , m_context(ZSTD_createDCtx())
    {
        ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax, std::countr_zero(kMostWindow));
    }

    Result<std::size_t> read(std::span<std::byte> into) override
    {
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        while (out.pos < out.size) {
            STRATOSCOPE_TRY(const bool more, m_atFrameEnd ? skipPadding() : m_input.fill());
            if (!more && m_atFrameEnd)
                break;
            const Bytes bytes = m_input.available();
            ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
            const std::size_t outBefore = out.pos;
            if (m_atFrameEnd)
                m_header.clear();
            const std::size_t known = m_header.size();
            m_header += asText(bytes.first(std::min(bytes.size(), kMostHeader - known)));
            const std::size_t outcome = ZSTD_decompressStream(m_context.get(), &out, &in);
            if (ZSTD_getErrorCode(outcome) == ZSTD_error_frameParameter_windowTooLarge)
                return windowTooLarge(windowSize());
            if (ZSTD_isError(outcome))
                return fail(ErrorKind::Malformed, {},
                            u"the zstd data is damaged: %1"_s.arg(QLatin1StringView(ZSTD_getErrorName(outcome))));
            m_input.use(in.pos);
            m_header.resize(std::min(m_header.size(), known + in.pos));
            m_atFrameEnd = outcome == 0;
            if (!more && !m_atFrameEnd && out.pos == outBefore)
                return fail(ErrorKind::Truncated, {}, u"the zstd data is truncated"_s);
        }
        return out.pos;
    }

private:
    static constexpr std::size_t kMostHeader = 18;

    /// The window that a frame's header asks for (RFC 8878, section 3.1.1.1).
    std::uint64_t windowSize() const
    {
        const auto byte = [this](std::size_t i) { return i < m_header.size() ? static_cast<unsigned char>(m_header[i]) : 0U; };
        const unsigned descriptor = byte(4);
        if (!(descriptor & 0x20)) {
            const std::uint64_t base = std::uint64_t(1) << (10 + (byte(5) >> 3));
            return base + base / 8 * (byte(5) & 7);
        }
        // Without a window of its own: the size of the content, after the ID of a dictionary.
        static constexpr std::array<std::size_t, 4> kIdSizes{0, 1, 2, 4};
        const std::size_t at = 5 + kIdSizes[descriptor & 3];
        const std::size_t length = std::size_t(1) << (descriptor >> 6);
        std::uint64_t size = 0;
        for (std::size_t i = length; i-- > 0;)
            size = size << 8 | byte(at + i);
        return size;
    }

    struct Free {
        void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    };
    std::unique_ptr<ZSTD_DCtx, Free> m_context;
    std::string m_header; ///< of the frame, as far as it was read
    bool m_atFrameEnd = true;
};

/// One stream after another, as the tools of both formats read them.
class LayerDecoder::Streams : public Format
{
public:
    Result<std::size_t> read(std::span<std::byte> into) override
    {
        constexpr std::size_t kMost = 1 << 20; // KFilterBase counts in 32 bits
        into = into.first(std::min(into.size(), kMost));
        std::size_t filled = 0;
        while (filled < into.size()) {
            STRATOSCOPE_TRY(const bool more, m_inStream ? m_input.fill() : skipPadding());
            if (!m_inStream) {
                if (!more)
                    break;
                STRATOSCOPE_CHECK(begin());
                m_inStream = true;
            }
            const Bytes in = m_input.available();
            const auto room = into.subspan(filled);
            STRATOSCOPE_TRY(const Step step, decode(in, room));
            m_input.use(step.taken);
            filled += step.produced;
            m_inStream = !step.atEnd;
            if (!more && step.produced == 0 && m_inStream)
                return fail(ErrorKind::Truncated, {}, u"the %1 data is truncated"_s.arg(m_name));
        }
        return filled;
    }

protected:
    struct Step {
        std::size_t taken = 0;
        std::size_t produced = 0;
        bool atEnd = false; ///< of the stream
    };
    Streams(Input &input, Compression compression)
        : Format(input)
        , m_name(compressionName(compression))
    {
    }
    Failure damaged() const { return fail(ErrorKind::Malformed, {}, u"the %1 data is damaged"_s.arg(m_name)); }

    /// Begins a stream with the available bytes.
    virtual Result<void> begin() = 0;
    /// Both spans may be empty.
    virtual Result<Step> decode(Bytes in, std::span<std::byte> out) = 0;

private:
    const QString m_name;
    bool m_inStream = false;
};

/// By liblzma itself: KArchive limits its memory to what dictionaries of 96 MiB need.
class LayerDecoder::Xz : public Streams
{
public:
    explicit Xz(Input &input)
        : Streams(input, Compression::Xz)
    {
    }
    ~Xz() override { lzma_end(&m_stream); }

protected:
    Result<void> begin() override
    {
        if (m_input.available().front() != std::byte(0xFD)) // the library reads a whole header before it says so
            return damaged();
        constexpr std::uint64_t kOther = 1 << 20; // than the dictionary
        return lzma_stream_decoder(&m_stream, kMostWindow + kOther, 0) == LZMA_OK ? Result<void>() : damaged();
    }

    Result<Step> decode(Bytes in, std::span<std::byte> out) override
    {
        m_stream.next_in = reinterpret_cast<const std::uint8_t *>(in.data());
        m_stream.avail_in = in.size();
        m_stream.next_out = reinterpret_cast<std::uint8_t *>(out.data());
        m_stream.avail_out = out.size();
        const lzma_ret outcome = lzma_code(&m_stream, LZMA_RUN);
        if (outcome == LZMA_MEMLIMIT_ERROR)
            return windowTooLarge(lzma_memusage(&m_stream));
        if (outcome != LZMA_OK && outcome != LZMA_STREAM_END && outcome != LZMA_BUF_ERROR)
            return damaged();
        return Step{in.size() - m_stream.avail_in, out.size() - m_stream.avail_out, outcome == LZMA_STREAM_END};
    }

private:
    lzma_stream m_stream = LZMA_STREAM_INIT;
};

class LayerDecoder::Bzip2 : public Streams
{
public:
    explicit Bzip2(Input &input)
        : Streams(input, Compression::Bzip2)
        , m_filter(KCompressionDevice::filterForCompressionType(KCompressionDevice::BZip2))
    {
        silenceLibrary();
    }
    ~Bzip2() override
    {
        if (m_filter)
            m_filter->terminate(); // its destructor does not
    }

protected:
    Result<void> begin() override
    {
        if (!m_filter)
            return fail(ErrorKind::Unsupported, {}, u"bzip2 is not supported by this build of KArchive"_s);
        return m_filter->init(QIODevice::ReadOnly) ? Result<void>() : damaged();
    }

    Result<Step> decode(Bytes in, std::span<std::byte> out) override
    {
        m_filter->setInBuffer(asText(in).data(), unsigned(in.size()));
        m_filter->setOutBuffer(reinterpret_cast<char *>(out.data()), unsigned(out.size()));
        const KFilterBase::Result outcome = m_filter->uncompress();
        const Step step{in.size() - std::size_t(m_filter->inBufferAvailable()),
                        out.size() - std::size_t(m_filter->outBufferAvailable()), outcome == KFilterBase::End};
        // Without input it is an error that nothing happens; the caller knows better.
        const bool isStuck = in.empty() && step.produced == 0;
        return outcome == KFilterBase::Error && !isStuck ? damaged() : Result<Step>(step);
    }

private:
    /// The library prints a warning about damaged input, which is reported as an error instead.
    static void silenceLibrary()
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

    const std::unique_ptr<KFilterBase> m_filter;
};

LayerDecoder::LayerDecoder(ByteSource &compressed, std::uint64_t bombSize)
    : m_input(std::make_unique<Input>(compressed))
    , m_bombSize(bombSize)
{
}

LayerDecoder::~LayerDecoder() = default;

std::uint64_t LayerDecoder::taken() const
{
    return m_input->taken();
}

Result<void> LayerDecoder::begin()
{
    STRATOSCOPE_CHECK(m_input->begin(kMagicSize));
    m_compression = detectCompression(m_input->available());
    switch (m_compression) {
    case Compression::Gzip:
        m_format = std::make_unique<Gzip>(*m_input);
        return {};
    case Compression::Zstd:
        m_format = std::make_unique<Zstd>(*m_input);
        return {};
    case Compression::None:
        m_format = std::make_unique<Plain>(*m_input);
        return {};
    case Compression::Xz:
        m_format = std::make_unique<Xz>(*m_input);
        return {};
    case Compression::Bzip2:
        m_format = std::make_unique<Bzip2>(*m_input);
        return {};
    }
    return {};
}

Result<std::size_t> LayerDecoder::read(std::span<std::byte> into)
{
    if (!m_format)
        STRATOSCOPE_CHECK(begin());
    STRATOSCOPE_TRY(const std::size_t count, m_format->read(into));
    m_produced += count;
    if (isBomb(m_produced, taken(), m_bombSize))
        return fail(ErrorKind::TooLarge, {},
                    u"expands from %2 MiB to more than %1 GiB, which looks like a decompression bomb"_s.arg(m_produced >> 30)
                        .arg(taken() >> 20));
    return count;
}

} // namespace stratoscope
