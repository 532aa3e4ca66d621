// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <QByteArray>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace google::protobuf {
class MessageLite;
}

namespace stratoscope {

/// One call of a gRPC service (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md) on an engine's Unix socket: messages
/// of protocol buffers in both directions, one or many, over a connection of its own. By libnghttp2: libcurl (7.88) loses answers
/// that begin or end before the request does. Ends the call when destroyed.
///
/// Blocking; for one thread. Errors: connectionError(); Network if the engine does not respond, Truncated if the connection ends
/// early, UnexpectedResponse if it does not speak gRPC; those of the service, with its message: NotFound, Exists, Denied, Invalid,
/// Unsupported for a function that it does not have, else Io; Malformed; TooLarge for a message above 16 MiB. All functions throw
/// Cancelled.
class GrpcCall
{
public:
    struct Function {
        QByteArray name; ///< `containerd.services.content.v1.Content/Read`
        std::vector<std::pair<QByteArray, QByteArray>> metadata{}; ///< names in lower case, and values
        /// The engine does not respond if it moves less than 1 KiB per second for as long; see ProgressJudge.
        std::chrono::nanoseconds patience;
    };
    /// Makes the next message of a request, as framed() does; empty after the last one.
    using Requests = std::function<Result<QByteArray>()>;
    /// Does not contact the engine yet. The request is one message, or several. They are sent when something is received.
    GrpcCall(const Engine &engine, const Function &function, const google::protobuf::MessageLite &request, std::stop_token stop);
    GrpcCall(const Engine &engine, const Function &function, Requests requests, std::stop_token stop);
    ~GrpcCall();
    /// A message as it is sent.
    static QByteArray framed(const google::protobuf::MessageLite &message);

    /// Waits for the next message of the answer. False at its end.
    Result<bool> receive(google::protobuf::MessageLite &message);
    /// Waits until there is a message to receive, for as long as it takes.
    Result<void> waitForMessage();

private:
    class Stream;
    std::unique_ptr<Stream> m_stream;
};

} // namespace stratoscope
