// SPDX-License-Identifier: Apache-2.0
#include "engine/http_exchange.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "registry/http/progress_judge.h"

#include <QFile>

#include <algorithm>
#include <curl/curl.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostBuffered = 1 << 20; // of a body that nobody reads
constexpr long kEnginePiece = 256 << 10;
constexpr int kEnginePollMs = 100; // before the stop token is checked again

void initializeCurl()
{
    static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialized != CURLE_OK)
        throw std::bad_alloc();
}

/// Docker's and Podman's errors: `{"message": "…"}`, of old versions a line of text.
QString engineMessage(const QByteArray &body)
{
    QString message = QString::fromUtf8(body);
    if (const auto fields = JsonFields::parse(body, {})) {
        if (const auto text = fields->string("message"_L1); text && !text->isEmpty())
            message = *text;
    }
    constexpr qsizetype kMost = 300;
    message = message.section(u'\n', 0, 0).simplified();
    return printable(message.left(kMost).toStdString());
}

Error errorOfStatus(const QString &subject, long status, const QByteArray &body)
{
    const QString message = engineMessage(body);
    const bool isVersion = message.contains("API version"_L1);
    const ErrorKind kind = status == 404 ? ErrorKind::NotFound
        : status == 401 || status == 403 ? ErrorKind::Denied
        : status == 400 && isVersion     ? ErrorKind::Unsupported
                                         : ErrorKind::Io;
    return {kind, subject, message.isEmpty() ? u"answers with the HTTP status %1"_s.arg(status) : message};
}

} // namespace

/// The state that libcurl's callbacks share with the exchange.
class HttpExchange::Transfer
{
public:
    Transfer(const Engine &engine, const Request &request, std::stop_token stop)
        : m_engine(engine)
        , m_address(m_engine.address)
        , m_stop(std::move(stop))
        , m_judge(request.patience)
        , m_hasBody(request.hasBody)
    {
        initializeCurl();
        m_easy.reset(curl_easy_init());
        m_multi.reset(curl_multi_init());
        if (!m_easy || !m_multi)
            throw std::bad_alloc();
        const QByteArray base = m_address.socket.isEmpty() ? m_address.url : "http://engine"_ba;
        set(CURLOPT_URL, (base + request.target).constData());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_PROXY, ""); // an engine is contacted directly
        set(CURLOPT_USERAGENT, "stratoscope");
        set(CURLOPT_BUFFERSIZE, kEnginePiece);
        set(CURLOPT_UPLOAD_BUFFERSIZE, kEnginePiece);
        if (!m_address.socket.isEmpty())
            set(CURLOPT_UNIX_SOCKET_PATH, QFile::encodeName(m_address.socket).constData());
        setTls();
        if (m_hasBody) {
            m_headers.reset(curl_slist_append(m_headers.release(), "Content-Type: application/x-tar"));
            m_headers.reset(curl_slist_append(m_headers.release(), "Transfer-Encoding: chunked"));
            m_headers.reset(curl_slist_append(m_headers.release(), "Expect:"));
            set(CURLOPT_POST, 1L);
            set(CURLOPT_READFUNCTION, &Transfer::give);
            set(CURLOPT_READDATA, this);
        }
        set(CURLOPT_CUSTOMREQUEST, request.method.constData());
        set(CURLOPT_HTTPHEADER, m_headers.get());
        set(CURLOPT_WRITEFUNCTION, &Transfer::take);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Transfer::takeHeader);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_ERRORBUFFER, m_message.data());
        curl_multi_add_handle(m_multi.get(), m_easy.get());
    }
    ~Transfer() { curl_multi_remove_handle(m_multi.get(), m_easy.get()); }

    Result<void> send(Bytes bytes)
    {
        m_outgoing = bytes;
        STRATOSCOPE_CHECK(runUntil([this] { return m_outgoing.empty() || m_result || isRefused(); }));
        if (m_outgoing.empty())
            return {};
        STRATOSCOPE_CHECK(receive());
        return fail(ErrorKind::Network, m_address.text, u"stopped reading before it had everything"_s);
    }

    Result<void> receive()
    {
        if (m_hasBody && !m_isOutgoingEnded) {
            m_isOutgoingEnded = true;
            curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
        }
        STRATOSCOPE_CHECK(runUntil([this] { return m_hasStatus; }));
        if (!isRefused())
            return {};
        const auto body = readAll();
        return Failure(errorOfStatus(m_address.text, status(), body.value_or(QByteArray())));
    }

    Result<std::size_t> read(std::span<std::byte> into)
    {
        STRATOSCOPE_CHECK(runUntil([this] { return available() > 0 || m_result; }));
        const std::size_t count = std::min(into.size(), available());
        std::copy_n(m_incoming.begin() + std::ptrdiff_t(m_read), count, reinterpret_cast<char *>(into.data()));
        m_read += count;
        if (m_read == m_incoming.size()) {
            m_incoming.clear();
            m_read = 0;
            if (std::exchange(m_isPaused, false))
                curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
        }
        return count;
    }

    Result<QByteArray> readAll()
    {
        QByteArray all;
        std::array<std::byte, 16384> piece;
        while (true) {
            STRATOSCOPE_TRY(const std::size_t count, read(piece));
            if (count == 0)
                return all;
            all.append(reinterpret_cast<const char *>(piece.data()), qsizetype(count));
            if (all.size() > kMaxDocument)
                return fail(ErrorKind::TooLarge, m_address.text, u"answers with more than %1 MiB"_s.arg(kMaxDocument >> 20));
        }
    }

    Result<void> waitForBytes()
    {
        m_isPatient = true;
        STRATOSCOPE_CHECK(runUntil([this] { return available() > 0 || m_result; }));
        if (available() == 0)
            return fail(ErrorKind::Network, m_address.text, u"closed the connection"_s);
        return receive();
    }

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(m_easy.get(), option, value);
    }

    void setTls()
    {
        const auto setFile = [this](CURLoption option, const QString &path) {
            if (!path.isEmpty())
                set(option, QFile::encodeName(path).constData());
        };
        setFile(CURLOPT_CAINFO, m_address.authority);
        setFile(CURLOPT_SSLCERT, m_address.certificate);
        setFile(CURLOPT_SSLKEY, m_address.key);
        set(CURLOPT_SSL_VERIFYPEER, m_address.verifyTls ? 1L : 0L);
        set(CURLOPT_SSL_VERIFYHOST, m_address.verifyTls ? 2L : 0L);
    }

    long status() const
    {
        long status = 0;
        curl_easy_getinfo(m_easy.get(), CURLINFO_RESPONSE_CODE, &status);
        return status;
    }
    bool isRefused() const { return m_hasStatus && (status() < 200 || status() >= 300); }

    std::size_t available() const { return m_incoming.size() - m_read; }

    static std::size_t take(char *bytes, std::size_t, std::size_t count, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        if (transfer.available() >= kMostBuffered) {
            transfer.m_isPaused = true;
            return CURL_WRITEFUNC_PAUSE;
        }
        transfer.m_incoming.append(bytes, count);
        transfer.m_moved += qint64(count);
        return count;
    }

    static std::size_t takeHeader(char *bytes, std::size_t, std::size_t count, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        if (std::string_view(bytes, count) == "\r\n" && transfer.status() >= 200)
            transfer.m_hasStatus = true;
        return count;
    }

    static std::size_t give(char *into, std::size_t, std::size_t count, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        if (transfer.m_outgoing.empty())
            return transfer.m_isOutgoingEnded ? 0 : CURL_READFUNC_PAUSE;
        const Bytes piece = transfer.m_outgoing.first(std::min(count, transfer.m_outgoing.size()));
        std::ranges::copy(asText(piece), into);
        transfer.m_outgoing = transfer.m_outgoing.subspan(piece.size());
        transfer.m_moved += qint64(piece.size());
        return piece.size();
    }

    /// Lets libcurl work until the condition holds or the transfer has ended; its error, if it has one.
    Result<void> runUntil(const auto &condition)
    {
        if (m_hasBody && !m_outgoing.empty())
            curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
        auto last = std::chrono::steady_clock::now();
        while (!condition()) {
            throwIfStopped(m_stop);
            if (m_result)
                return ended(*m_result);
            int running = 0;
            curl_multi_perform(m_multi.get(), &running);
            int left = 0;
            while (const CURLMsg *const message = curl_multi_info_read(m_multi.get(), &left))
                m_result = message->data.result;
            if (m_result && *m_result != CURLE_OK && available() == 0)
                return ended(*m_result);
            if (condition() || m_result)
                continue;
            curl_multi_poll(m_multi.get(), nullptr, 0, kEnginePollMs, nullptr);
            const auto now = std::chrono::steady_clock::now();
            m_judge.wait(now - std::exchange(last, now));
            m_judge.receive(std::exchange(m_moved, 0));
            if (!m_isPatient && m_judge.isStalled())
                return fail(ErrorKind::Network, m_address.text, u"does not respond"_s);
        }
        return m_result && *m_result != CURLE_OK && available() == 0 ? ended(*m_result) : Result<void>();
    }

    Result<void> ended(CURLcode result) const
    {
        const QString reason = QString::fromUtf8(m_message[0] != '\0' ? m_message.data() : curl_easy_strerror(result));
        switch (result) {
        case CURLE_OK:
            return fail(ErrorKind::Network, m_address.text, u"closed the connection without an answer"_s);
        case CURLE_COULDNT_CONNECT: {
            long errnum = 0;
            curl_easy_getinfo(m_easy.get(), CURLINFO_OS_ERRNO, &errnum);
            return Failure(connectionError(m_engine, int(errnum)));
        }
        case CURLE_COULDNT_RESOLVE_HOST:
            return fail(ErrorKind::UnknownHost, m_address.text, u"could not resolve the host; check the address"_s);
        case CURLE_GOT_NOTHING:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return fail(ErrorKind::UnexpectedResponse, m_address.text, u"does not speak the API of an engine (%1)"_s.arg(reason));
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return fail(ErrorKind::Truncated, m_address.text, u"closed the connection midway"_s);
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CACERT_BADFILE:
            return fail(ErrorKind::Tls, m_address.text,
                        u"no secure connection (%1); check DOCKER_CERT_PATH and DOCKER_TLS_VERIFY"_s.arg(reason));
        default:
            return fail(ErrorKind::Network, m_address.text, reason);
        }
    }

    struct Free {
        void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
        void operator()(curl_slist *list) const { curl_slist_free_all(list); }
    };
    struct FreeMulti {
        void operator()(CURLM *multi) const { curl_multi_cleanup(multi); }
    };

    const Engine m_engine;
    const EngineAddress &m_address;
    const std::stop_token m_stop;
    ProgressJudge m_judge;
    std::unique_ptr<curl_slist, Free> m_headers;
    std::array<char, CURL_ERROR_SIZE> m_message{};

    const bool m_hasBody;
    Bytes m_outgoing; ///< what send() waits for
    bool m_isOutgoingEnded = false;

    std::string m_incoming;
    std::size_t m_read = 0; ///< of `m_incoming`
    bool m_isPaused = false;
    bool m_hasStatus = false;
    bool m_isPatient = false;
    qint64 m_moved = 0; ///< bytes since the last look
    std::optional<CURLcode> m_result; ///< once it has ended

    std::unique_ptr<CURL, Free> m_easy;
    std::unique_ptr<CURLM, FreeMulti> m_multi;
};

HttpExchange::HttpExchange(const Engine &engine, const Request &request, std::stop_token stop)
    : m_transfer(std::make_unique<Transfer>(engine, request, std::move(stop)))
{
}

HttpExchange::~HttpExchange() = default;

Result<void> HttpExchange::send(Bytes bytes)
{
    return m_transfer->send(bytes);
}

Result<void> HttpExchange::receive()
{
    return m_transfer->receive();
}

Result<std::size_t> HttpExchange::read(std::span<std::byte> into)
{
    return m_transfer->read(into);
}

Result<QByteArray> HttpExchange::readAll()
{
    return m_transfer->readAll();
}

Result<void> HttpExchange::waitForBytes()
{
    return m_transfer->waitForBytes();
}

} // namespace stratoscope
