// SPDX-License-Identifier: Apache-2.0
#include "layer/decompress.h"

#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
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
            const std::size_t outcome = ZSTD_decompressStream(m_context.get(), &out, &in);
            if (ZSTD_isError(outcome))
                return fail(ErrorKind::Malformed, {},
                            u"the zstd data is damaged: %1"_s.arg(QLatin1StringView(ZSTD_getErrorName(outcome))));
            m_input.use(in.pos);
            m_atFrameEnd = outcome == 0;
            if (!more && !m_atFrameEnd && out.pos == outBefore)
                return fail(ErrorKind::Truncated, {}, u"the zstd data is truncated"_s);
        }
        return out.pos;
    }

private:
    struct Free {
        void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    };
    std::unique_ptr<ZSTD_DCtx, Free> m_context;
    bool m_atFrameEnd = true;
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
    default:
        return fail(ErrorKind::Unsupported, {},
                    u"is compressed with %1, which is not supported for layers"_s.arg(compressionName(m_compression)));
    }
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
