// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

class QLocalServer;
class QLocalSocket;

namespace stratoscope::ui {

/// What a second start wants of the window that is there.
struct InstanceMessage {
    QStringList names{}; ///< images to open, paths absolute
    QByteArray activationToken{}; ///< of XDG activation, or the start-up id of X11; may be empty

    bool operator==(const InstanceMessage &) const = default;
};

/// The document that goes through the socket, and back. Nothing where it is none, or of another version.
QByteArray toWire(const InstanceMessage &message);
std::optional<InstanceMessage> fromWire(const QByteArray &line);

/// One window for each user, store and screen: the first start listens on a socket in a folder that is the user's alone, the later
/// ones hand over what they were given. What a killed process left there is taken over.
///
/// One line of JSON each way, 1 MiB at most. For the GUI thread.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    enum class Role {
        First, ///< it listens now
        HandedOver, ///< the window that is there has taken the message
        Alone, ///< there is no such folder, or nobody answers who should: a window without the others
    };

    using QObject::QObject;
    ~SingleInstance() override;

    /// `key`: what the window is for, for example the store's folder. Blocks for a quarter of a minute at most.
    Role begin(const QString &key, const InstanceMessage &message);

    /// The folder of sockets, made if need be: in the user's runtime folder, or, where that is not known, one of the user's in the
    /// folder for temporary files. Empty where it is not the user's alone.
    static QString directory();

Q_SIGNALS:
    void received(const stratoscope::ui::InstanceMessage &message);

private:
    bool listen(const QString &path);
    void accept(QLocalSocket *socket);
    void read(QLocalSocket *socket);

    std::unique_ptr<QLockFile> m_lock;
    QLocalServer *m_server = nullptr;
};

} // namespace stratoscope::ui
