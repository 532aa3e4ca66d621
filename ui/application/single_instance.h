// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

class QLocalServer;
class QLocalSocket;
class QWidget;

namespace stratoscope::ui {

/// The token with which the desktop shows that the user asked for this process's window; may be empty. Read it before constructing
/// the QApplication, which removes it from the environment.
QByteArray activationToken();

/// Raises a window, with such a token if there is one, or else as far as the desktop permits.
void activate(QWidget *window, const QByteArray &token);

/// What a second start asks of the window that is already open.
struct InstanceMessage {
    QStringList names{}; ///< images to open; paths are absolute
    bool find = false; ///< show the search
    QByteArray activationToken{}; ///< an XDG activation token or an X11 startup ID; may be empty

    bool operator==(const InstanceMessage &) const = default;
};

/// Conversion to the document sent through the socket, and back; nothing if it is malformed or has another version.
QByteArray toWire(const InstanceMessage &message);
std::optional<InstanceMessage> fromWire(const QByteArray &line);

/// One window for each user, store and display: the first process listens on a socket in a folder that only the user can access;
/// later ones pass it their arguments. The socket of a process that was killed is taken over.
///
/// The protocol is one line of JSON in each direction, 1 MiB at most. For the GUI thread.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    enum class Role {
        First, ///< listens from now on
        HandedOver, ///< the open window has accepted the message
        Alone, ///< no such folder, or no answer: a window of its own
    };

    using QObject::QObject;
    ~SingleInstance() override;

    /// `key`: what the window is for, for example the store's directory. Blocks for 15 seconds at most.
    Role begin(const QString &key, const InstanceMessage &message);

    /// The folder of the sockets, created if necessary: in the user's runtime directory or, if that is unknown, in the directory
    /// for temporary files. Empty if others could access it.
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
