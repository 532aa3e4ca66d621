// SPDX-License-Identifier: Apache-2.0
#include "engine/containerd/grpc_call.h"

#include "base/cancel.h"
#include "base/file.h"
#include "registry/http/progress_judge.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cerrno>
#include <google/protobuf/message_lite.h>
#include <map>
#include <nghttp2/nghttp2.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostMessage = 16 << 20; // as containerd itself
constexpr std::size_t kPrefix = 5; // of a message: whether it is compressed, and its length
constexpr std::size_t kMostBytes = kMostMessage + (1 << 20); // received and not yet read
constexpr std::size_t kMostHeaders = 100;
constexpr std::int32_t kWindow = 4 << 20; // bytes that the engine may send ahead
constexpr int kPollMs = 100; // before the stop token is checked again

/// By the numbers of google.rpc.Code.
ErrorKind kindOf(int code)
{
    switch (code) {
    case 3: // INVALID_ARGUMENT
        return ErrorKind::Invalid;
    case 5: // NOT_FOUND
        return ErrorKind::NotFound;
    case 6: // ALREADY_EXISTS
        return ErrorKind::Exists;
    case 7: // PERMISSION_DENIED
    case 16: // UNAUTHENTICATED
        return ErrorKind::Denied;
    case 12: // UNIMPLEMENTED
        return ErrorKind::Unsupported;
    case 14: // UNAVAILABLE
        return ErrorKind::Network;
    default:
        return ErrorKind::Io;
    }
}

/// A request of one message.
GrpcCall::Requests once(QByteArray message)
{
    return [next = std::move(message)]() mutable -> Result<QByteArray> { return std::exchange(next, QByteArray()); };
}

/// A header that refers to these texts; nghttp2 copies them when the request is submitted.
nghttp2_nv header(const QByteArray &name, const QByteArray &value)
{
    const auto bytes
        = [](const QByteArray &text) { return reinterpret_cast<std::uint8_t *>(const_cast<char *>(text.constData())); };
    return {bytes(name), bytes(value), std::size_t(name.size()), std::size_t(value.size()), NGHTTP2_NV_FLAG_NONE};
}

} // namespace

/// The connection with its only stream, and what nghttp2's callbacks have found.
class GrpcCall::Stream
{
public:
    Stream(const Engine &engine, Function function, Requests requests, std::stop_token stop)
        : m_engine(engine)
        , m_function(std::move(function))
        , m_requests(std::move(requests))
        , m_stop(std::move(stop))
        , m_judge(m_function.patience)
    {
    }

    /// Reads to fill the span; returns less at the end of the answer only.
    Result<std::size_t> read(std::span<std::byte> into)
    {
        STRATOSCOPE_CHECK(runUntil([&] { return m_incoming.size() - m_read >= into.size() || m_isClosed; }));
        const std::size_t count = std::min(into.size(), m_incoming.size() - m_read);
        std::ranges::copy(asBytes(std::string_view(m_incoming).substr(m_read, count)), into.begin());
        m_read += count;
        if (m_read == m_incoming.size()) {
            m_incoming.clear();
            m_read = 0;
        }
        return count;
    }

    Result<void> waitForBytes()
    {
        m_isPatient = true;
        STRATOSCOPE_CHECK(runUntil([this] { return !m_incoming.empty() || m_isClosed; }));
        return m_incoming.empty() ? end() : Result<void>();
    }

    /// How the answer has ended: as the service says, or early.
    Result<void> end() const
    {
        const auto status = m_headers.find("grpc-status");
        if (status == m_headers.end() && m_headers.empty())
            return fail(ErrorKind::UnexpectedResponse, subject(), u"does not speak the API of containerd"_s);
        if (status == m_headers.end())
            return truncated();
        const int code = status->second.toInt();
        if (code == 0)
            return {};
        const auto found = m_headers.find("grpc-message");
        const QByteArray encoded = found == m_headers.end() ? QByteArray() : found->second;
        const QString message = QString::fromUtf8(QByteArray::fromPercentEncoding(encoded)).simplified();
        constexpr qsizetype kMost = 300;
        return fail(kindOf(code), subject(),
                    message.isEmpty() ? u"answers with the gRPC status %1"_s.arg(code)
                                      : printable(message.left(kMost).toStdString()));
    }

    Failure truncated() const { return fail(ErrorKind::Truncated, subject(), u"closed the connection midway"_s); }
    const QString &subject() const { return m_engine.address.text; }

private:
    struct Delete {
        void operator()(nghttp2_session *session) const { nghttp2_session_del(session); }
        void operator()(nghttp2_session_callbacks *callbacks) const { nghttp2_session_callbacks_del(callbacks); }
    };

    Result<void> connect()
    {
        if (m_engine.address.socket.isEmpty())
            return fail(ErrorKind::Unsupported, subject(), u"is not the path of a Unix socket; containerd listens on one"_s);
        const QByteArray path = QFile::encodeName(m_engine.address.socket);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (std::size_t(path.size()) >= sizeof address.sun_path)
            return fail(ErrorKind::Invalid, subject(), u"is longer than the path of a socket can be"_s);
        std::ranges::copy(path, address.sun_path);
        m_socket = File(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), subject());
        if (!m_socket.isOpen())
            return failErrno(subject(), u"connect", errno);
        while (::connect(m_socket.descriptor(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
            if (errno != EAGAIN && errno != EINTR)
                return Failure(connectionError(m_engine, errno));
            STRATOSCOPE_CHECK(wait([] { std::this_thread::sleep_for(std::chrono::milliseconds(kPollMs)); })); // it is busy
        }
        return {};
    }

    Result<void> begin()
    {
        STRATOSCOPE_CHECK(connect());
        nghttp2_session_callbacks *created = nullptr;
        if (nghttp2_session_callbacks_new(&created) != 0)
            throw std::bad_alloc();
        const std::unique_ptr<nghttp2_session_callbacks, Delete> callbacks(created);
        nghttp2_session_callbacks_set_on_header_callback(callbacks.get(), &Stream::takeHeader);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks.get(), &Stream::takeBytes);
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks.get(), &Stream::close);
        nghttp2_session_callbacks_set_on_frame_send_callback(callbacks.get(), &Stream::seeSent);
        nghttp2_session *session = nullptr;
        if (nghttp2_session_client_new(&session, callbacks.get(), this) != 0)
            throw std::bad_alloc();
        m_session.reset(session);

        const std::array settings{nghttp2_settings_entry{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
                                  nghttp2_settings_entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, std::uint32_t(kWindow)}};
        std::vector<std::pair<QByteArray, QByteArray>> fields{
            {":method", "POST"},          {":scheme", "http"}, {":path", '/' + m_function.name},
            {":authority", "localhost"},  {"te", "trailers"},  {"content-type", "application/grpc"},
            {"user-agent", "stratoscope"}};
        std::ranges::copy(m_function.metadata, std::back_inserter(fields));
        std::vector<nghttp2_nv> headers;
        for (const auto &[name, value] : fields)
            headers.push_back(header(name, value));
        nghttp2_data_provider requests{.source = {.ptr = this}, .read_callback = &Stream::giveBytes};
        const bool isSubmitted = nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size()) == 0
            && nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, kWindow) == 0
            && nghttp2_submit_request(session, nullptr, headers.data(), headers.size(), &requests, this) > 0;
        if (!isSubmitted)
            throw std::bad_alloc();
        return {};
    }

    /// Sends and receives until the condition holds or the stream is closed.
    Result<void> runUntil(const auto &condition)
    {
        if (!m_session)
            STRATOSCOPE_CHECK(begin());
        while (!condition()) {
            STRATOSCOPE_CHECK(sendAll());
            if (condition())
                break;
            pollfd poll{.fd = m_socket.descriptor(), .events = 0, .revents = 0};
            if (m_incoming.size() < kMostBytes)
                poll.events |= POLLIN;
            if (!m_outgoing.empty())
                poll.events |= POLLOUT;
            STRATOSCOPE_CHECK(wait([&poll] { ::poll(&poll, 1, kPollMs); }));
            if ((poll.revents & (POLLIN | POLLHUP | POLLERR)) != 0)
                STRATOSCOPE_CHECK(receiveSome());
        }
        return m_requestError ? Failure(*m_requestError) : Result<void>();
    }

    /// Waits by `waiting`, and judges whether there is progress.
    Result<void> wait(const auto &waiting)
    {
        throwIfStopped(m_stop);
        const auto begun = std::chrono::steady_clock::now();
        waiting();
        m_judge.wait(std::chrono::steady_clock::now() - begun);
        m_judge.receive(std::exchange(m_moved, 0));
        if (!m_isPatient && m_judge.isStalled())
            return fail(ErrorKind::Network, subject(), u"does not respond"_s);
        return {};
    }

    /// Sends what nghttp2 has to send, as far as the socket takes it.
    Result<void> sendAll()
    {
        while (true) {
            if (m_outgoing.empty()) {
                const std::uint8_t *bytes = nullptr;
                const auto count = nghttp2_session_mem_send(m_session.get(), &bytes);
                if (count < 0)
                    throw std::bad_alloc();
                if (count == 0)
                    return {};
                m_outgoing = {reinterpret_cast<const std::byte *>(bytes), std::size_t(count)};
            }
            const ssize_t sent = ::send(m_socket.descriptor(), m_outgoing.data(), m_outgoing.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR)
                continue;
            if (sent < 0 && errno == EAGAIN)
                return {};
            if (sent < 0) { // what was received before may say why
                m_outgoing = {};
                return receiveSome();
            }
            m_outgoing = m_outgoing.subspan(std::size_t(sent));
            m_moved += sent;
        }
    }

    Result<void> receiveSome()
    {
        std::array<std::uint8_t, 65536> bytes;
        const ssize_t count = ::recv(m_socket.descriptor(), bytes.data(), bytes.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return {};
        if (count <= 0) {
            m_isClosed = true;
            return {};
        }
        m_moved += count;
        if (nghttp2_session_mem_recv(m_session.get(), bytes.data(), std::size_t(count)) < 0)
            m_isClosed = true;
        return {};
    }

    static int takeHeader(nghttp2_session *, const nghttp2_frame *, const std::uint8_t *name, std::size_t nameSize,
                          const std::uint8_t *value, std::size_t valueSize, std::uint8_t, void *self)
    {
        auto &headers = static_cast<Stream *>(self)->m_headers;
        if (headers.size() < kMostHeaders)
            headers.insert_or_assign(QByteArray(reinterpret_cast<const char *>(name), qsizetype(nameSize)),
                                     QByteArray(reinterpret_cast<const char *>(value), qsizetype(valueSize)));
        return 0;
    }

    static int takeBytes(nghttp2_session *, std::uint8_t, std::int32_t, const std::uint8_t *bytes, std::size_t count, void *self)
    {
        static_cast<Stream *>(self)->m_incoming.append(reinterpret_cast<const char *>(bytes), count);
        return 0;
    }

    static int close(nghttp2_session *, std::int32_t, std::uint32_t, void *self)
    {
        static_cast<Stream *>(self)->m_isClosed = true;
        return 0;
    }

    /// nghttp2 sends GOAWAY to a peer that does not speak HTTP/2.
    static int seeSent(nghttp2_session *, const nghttp2_frame *frame, void *self)
    {
        if (frame->hd.type == NGHTTP2_GOAWAY)
            static_cast<Stream *>(self)->m_isClosed = true;
        return 0;
    }

    static ssize_t giveBytes(nghttp2_session *, std::int32_t, std::uint8_t *into, std::size_t size, std::uint32_t *flags,
                             nghttp2_data_source *source, void *)
    {
        auto &stream = *static_cast<Stream *>(source->ptr);
        if (stream.m_given == stream.m_message.size()) {
            auto next = stream.m_requests();
            if (!next) {
                stream.m_requestError = std::move(next).error();
                return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
            }
            stream.m_message = *std::move(next);
            stream.m_given = 0;
        }
        const qsizetype count = std::min(qsizetype(size), stream.m_message.size() - stream.m_given);
        if (count == 0)
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        std::copy_n(stream.m_message.constData() + stream.m_given, count, into);
        stream.m_given += count;
        return count;
    }

    const Engine m_engine;
    const Function m_function;
    const Requests m_requests;
    const std::stop_token m_stop;
    ProgressJudge m_judge;

    File m_socket;
    std::unique_ptr<nghttp2_session, Delete> m_session;
    QByteArray m_message; ///< the current one of the request
    qsizetype m_given = 0; ///< of its bytes, to nghttp2
    Bytes m_outgoing; ///< of nghttp2's: not yet sent
    std::string m_incoming;
    std::size_t m_read = 0; ///< of `m_incoming`
    std::map<QByteArray, QByteArray> m_headers; ///< of the answer, with its trailers
    std::optional<Error> m_requestError;
    qint64 m_moved = 0; ///< bytes since the last look
    bool m_isPatient = false;
    bool m_isClosed = false;
};

GrpcCall::GrpcCall(const Engine &engine, const Function &function, const google::protobuf::MessageLite &request,
                   std::stop_token stop)
    : GrpcCall(engine, function, once(framed(request)), std::move(stop))
{
}

GrpcCall::GrpcCall(const Engine &engine, const Function &function, Requests requests, std::stop_token stop)
    : m_stream(std::make_unique<Stream>(engine, function, std::move(requests), std::move(stop)))
{
}

GrpcCall::~GrpcCall() = default;

QByteArray GrpcCall::framed(const google::protobuf::MessageLite &message)
{
    QByteArray bytes(qsizetype(kPrefix + message.ByteSizeLong()), '\0');
    qToBigEndian(quint32(bytes.size() - qsizetype(kPrefix)), bytes.data() + 1);
    message.SerializeToArray(bytes.data() + kPrefix, int(bytes.size() - qsizetype(kPrefix)));
    return bytes;
}

Result<bool> GrpcCall::receive(google::protobuf::MessageLite &message)
{
    std::array<std::byte, kPrefix> prefix{};
    STRATOSCOPE_TRY(const std::size_t begun, m_stream->read(prefix));
    if (begun == 0) {
        STRATOSCOPE_CHECK(m_stream->end());
        return false;
    }
    const std::size_t size = begun == kPrefix ? qFromBigEndian<quint32>(prefix.data() + 1) : 0;
    if (size > kMostMessage)
        return fail(ErrorKind::TooLarge, m_stream->subject(),
                    u"answers with a message of more than %1 MiB"_s.arg(kMostMessage >> 20));
    std::string bytes(size, '\0');
    STRATOSCOPE_TRY(const std::size_t filled, m_stream->read(std::as_writable_bytes(std::span(bytes))));
    if (begun < kPrefix || filled < size) {
        STRATOSCOPE_CHECK(m_stream->end());
        return m_stream->truncated();
    }
    if (prefix[0] != std::byte(0) || !message.ParseFromString(bytes))
        return fail(ErrorKind::Malformed, m_stream->subject(), u"answers with a message that violates its format"_s);
    return true;
}

Result<void> GrpcCall::waitForMessage()
{
    return m_stream->waitForBytes();
}

} // namespace stratoscope
