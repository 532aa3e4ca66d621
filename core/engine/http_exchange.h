// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include "stream/byte_sink.h"
#include "stream/decompress.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace stratoscope {

/// One HTTP request to an engine, over its socket or TCP, with both bodies as streams: engines answer with gigabytes, and are sent
/// as many. By libcurl, since Qt's client does not speak over Unix sockets. Ends the connection when destroyed.
///
/// Blocking; for one thread. All functions throw Cancelled.
class HttpExchange : public ByteSource
{
public:
    struct Request {
        QByteArray method = "GET";
        QByteArray target; ///< path and query, encoded
        bool hasBody = false; ///< sent in chunks by send()
        /// The engine does not respond if it moves less than 1 KiB per second for as long; see ProgressJudge.
        std::chrono::nanoseconds patience = std::chrono::seconds(30);
    };
    /// Does not contact the engine yet.
    HttpExchange(const Engine &engine, const Request &request, std::stop_token stop);
    ~HttpExchange() override;

    /// Sends a part of the body. Fails with the engine's answer if that is an error and comes before the end.
    Result<void> send(Bytes bytes);
    /// Ends the body, if there is one, and waits for the status. An error of the engine becomes an error with its message:
    /// NotFound, Denied, Unsupported for another version of the API, else Io.
    Result<void> receive();
    /// The body of the answer; Truncated if the connection ends before it does.
    Result<std::size_t> read(std::span<std::byte> into) override;
    /// The rest of the body; TooLarge above kMaxDocument.
    Result<QByteArray> readAll();
    /// Waits until there is something to read, for as long as it takes.
    Result<void> waitForBytes();

private:
    class Transfer;
    std::unique_ptr<Transfer> m_transfer;
};

} // namespace stratoscope
