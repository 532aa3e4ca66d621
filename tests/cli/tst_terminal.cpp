// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/config_home.h"
#include "support/http_server.h"
#include "support/image_files.h"
#include "support/json.h"
#include "support/layout_maker.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

/// Sets a terminal's title and clears it; C1, DEL, a bell, a line that pretends to be another one.
const QString kHostile = u"\x1b]0;owned\x07\x1b[2J\x7f\u009b31m\rspoofed\nspoofed"_s;

/// A terminal that keeps all that is written to it.
class PseudoTerminal
{
public:
    PseudoTerminal()
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC))
    {
        if (m_master < 0 || ::grantpt(m_master) != 0 || ::unlockpt(m_master) != 0)
            qFatal("no terminal");
        m_slave = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC);
        termios settings;
        ::tcgetattr(m_slave, &settings);
        ::cfmakeraw(&settings); // what arrives is what was written
        ::tcsetattr(m_slave, TCSANOW, &settings);
    }
    ~PseudoTerminal()
    {
        ::close(m_slave);
        ::close(m_master);
    }
    PseudoTerminal(const PseudoTerminal &) = delete;
    PseudoTerminal &operator=(const PseudoTerminal &) = delete;

    QByteArray run(const QStringList &arguments, const QString &folder)
    {
        QProcess process;
        process.setWorkingDirectory(folder);
        process.setStandardInputFile(QProcess::nullDevice());
        const QString name = QString::fromLocal8Bit(::ptsname(m_master));
        process.setStandardOutputFile(name);
        process.setStandardErrorFile(name, QProcess::Append);
        process.start(cliProgram(), arguments);
        QByteArray written;
        while (!process.waitForFinished(10) && process.state() != QProcess::NotRunning)
            written += arrived();
        return written + arrived();
    }

private:
    QByteArray arrived() const
    {
        QByteArray bytes;
        char buffer[4096];
        for (ssize_t count = 0; (count = ::read(m_master, buffer, sizeof buffer)) > 0;)
            bytes.append(buffer, count);
        return bytes;
    }

    int m_master;
    int m_slave;
};

/// What is left of an output that must not reach a terminal. The program itself redraws its line of progress.
QStringList controlsIn(QByteArray written)
{
    written.replace("\033[K", "").replace('\r', "");
    QStringList found;
    for (const QChar c : QString::fromUtf8(written)) {
        if (c != u'\n' && (c.category() == QChar::Other_Control || c == QChar::ReplacementCharacter))
            found << u"U+%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
    }
    for (const QByteArray &line : written.split('\n')) {
        if (line.startsWith("spoofed"))
            found << u"a line of its own"_s;
    }
    return found;
}

QJsonObject hostileRun()
{
    return {{u"Labels"_s, QJsonObject{{u"key"_s + kHostile, kHostile}}},
            {u"Cmd"_s, QJsonArray{kHostile}},
            {u"Entrypoint"_s, QJsonArray{kHostile}},
            {u"Env"_s, QJsonArray{u"A="_s + kHostile}},
            {u"User"_s, kHostile},
            {u"WorkingDir"_s, kHostile},
            {u"StopSignal"_s, kHostile},
            {u"ExposedPorts"_s, QJsonObject{{kHostile, QJsonObject()}}}};
}

/// Answers whatever is asked with texts that mean no good.
void answerHostile(HttpServer::Exchange &exchange)
{
    const QByteArray path = exchange.request().path();
    if (path.contains("/tags/list"))
        return void(exchange.answer({200, {}, json({{u"tags"_s, QJsonArray{kHostile, u"1"_s}}})}));
    if (path == "/v1/search")
        return void(exchange.answer({200,
                                     {},
                                     json({{u"results"_s,
                                            QJsonArray{QJsonObject{{u"name"_s, u"team/app"_s}, {u"description"_s, kHostile}},
                                                       QJsonObject{{u"name"_s, u"team/"_s + kHostile}}}}})}));
    const QJsonObject error{{u"code"_s, u"DENIED"_s}, {u"message"_s, kHostile}};
    exchange.answer({path == "/v2/" ? 403 : 404, {}, json({{u"errors"_s, QJsonArray{error}}})});
}

} // namespace

class TestTerminal : public QObject
{
    Q_OBJECT

private:
    const ConfigHome m_home;
    const Command m_cli;
    const HttpServer m_server{answerHostile};
    PseudoTerminal m_terminal;
    QSet<QString> m_tried;

    QString imagePath() const { return m_cli.path(u"layout"_s); }
    QStringList image() const { return {u"oci:"_s + imagePath()}; }

    /// An image with a package whose name and version are hostile.
    QStringList hostilePackages() const
    {
        const std::string status
            = (u"Package: p"_s + kHostile + u"\nStatus: install ok installed\nVersion: 1"_s + kHostile + u"\n\n"_s).toStdString();
        const std::string tar
            = TarBuilder().dir("var").dir("var/lib").dir("var/lib/dpkg").file("var/lib/dpkg/status", status).finish();
        writeFiles(m_cli.path(u"packages"_s), ociLayout({{.layers = {tar}}}));
        return {u"oci:"_s + m_cli.path(u"packages"_s)};
    }

    void tryOut(const QStringList &arguments)
    {
        m_tried << arguments.front();
        const QByteArray written = m_terminal.run(QStringList{u"--store"_s, m_cli.storePath()} + arguments, m_cli.folder());
        QVERIFY2(controlsIn(written).isEmpty(),
                 qPrintable(arguments.join(u' ') + u" wrote "_s + controlsIn(written).join(u' ') + u" in "_s
                            + QString::fromLatin1(written.toPercentEncoding(" :/,;()[]\"'{}\n"))));
        QVERIFY2(!written.isEmpty() || arguments.front() == u"export"_s, qPrintable(arguments.join(u' ')));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string name = kHostile.toStdString();
        const std::string lower = TarBuilder()
                                      .file("a" + name, "x")
                                      .file("\xff\x9b", "x")
                                      .symlink("link", "to" + name)
                                      .dir("dir" + name + '/')
                                      .file("dir" + name + "/below", "y")
                                      .finish();
        const std::string upper = TarBuilder().file("a" + name, "changed").file(".wh.link").finish();
        const TestImage hostile{.layers = {lower, upper}, .run = hostileRun()};
        LayoutMaker layout;
        const QJsonObject annotations{{u"org.opencontainers.image.ref.name"_s, u"tag"_s + kHostile}};
        QJsonObject entry = layout.image(hostile);
        entry[u"annotations"_s] = annotations;
        layout.entry(entry);
        writeFiles(imagePath(), layout.files());
    }

    void everyCommand()
    {
        const QString path = u"/a"_s + kHostile;
        tryOut(QStringList{u"ls"_s} + image() + QStringList{u"/"_s, u"--recursive"_s});
        tryOut(QStringList{u"ls"_s} + image() + QStringList{u"/"_s, u"--recursive"_s, u"--json"_s});
        tryOut(QStringList{u"ls"_s} + image() + QStringList{u"/none"_s + kHostile});
        tryOut(QStringList{u"cat"_s} + image() + QStringList{path});
        tryOut(QStringList{u"cat"_s} + image() + QStringList{u"/dir"_s + kHostile});
        tryOut(QStringList{u"resolve"_s} + image() + QStringList{path});
        tryOut(QStringList{u"resolve"_s} + image() + QStringList{path, u"--json"_s});
        tryOut(QStringList{u"find"_s} + image() + QStringList{u"a"_s});
        tryOut(QStringList{u"find"_s} + image() + QStringList{u"type:"_s + kHostile});
        tryOut(QStringList{u"changes"_s} + image());
        tryOut(QStringList{u"changes"_s, u"--json"_s} + image());
        writeFiles(m_cli.path(u"other"_s), ociLayout({{.layers = {TarBuilder().file("other").finish()}}}));
        const QStringList other{u"oci:"_s + m_cli.path(u"other"_s)};
        for (const QStringList &form : {QStringList(), QStringList{u"--json"_s}, QStringList{u"--markdown"_s}}) {
            tryOut(QStringList{u"diff"_s} + image() + other + form);
            tryOut(QStringList{u"diff"_s} + other + image() + form);
            tryOut(QStringList{u"diff"_s} + image() + QStringList{u"--layers"_s, u"1"_s} + form);
        }
        tryOut(QStringList{u"diff"_s} + image() + QStringList{u"none"_s + kHostile});
        tryOut(QStringList{u"versions"_s} + image() + QStringList{path});
        tryOut(QStringList{u"versions"_s, u"--json"_s} + image() + QStringList{path});
        tryOut(QStringList{u"versions"_s} + image() + QStringList{u"/none"_s + kHostile});
        tryOut(QStringList{u"packages"_s} + hostilePackages());
        tryOut(QStringList{u"packages"_s, u"--json"_s} + hostilePackages());
        tryOut(QStringList{u"diff"_s} + other + hostilePackages());
        for (const QStringList &form : {QStringList(), QStringList{u"--json"_s}}) {
            tryOut(QStringList{u"analyze"_s} + image() + form);
            tryOut(QStringList{u"audit"_s} + image() + form);
            tryOut(QStringList{u"grep"_s} + image() + QStringList{u"c"_s} + form);
        }
        tryOut(QStringList{u"grep"_s} + image() + QStringList{u"("_s + kHostile});
        tryOut(QStringList{u"audit"_s} + image() + QStringList{u"--fail-on"_s, kHostile});
        tryOut(QStringList{u"mount"_s} + image() + QStringList{m_cli.path(u"none"_s + kHostile)});
        tryOut(QStringList{u"inspect"_s} + image());
        tryOut(QStringList{u"inspect"_s, u"--json"_s} + image());
        tryOut(QStringList{u"check"_s} + image());
        tryOut(QStringList{u"check"_s, u"oci:"_s + imagePath() + u":tag"_s + kHostile});
        tryOut(QStringList{u"verify"_s} + image());
        tryOut(QStringList{u"verify"_s, u"oci:"_s + imagePath() + u":none"_s + kHostile});
        tryOut(QStringList{u"export"_s} + image() + QStringList{m_cli.path(u"out"_s + kHostile), u"--format"_s, u"directory"_s});
        tryOut(QStringList{u"import"_s} + image());
        tryOut({u"import"_s, m_cli.path(u"none"_s + kHostile)});
        tryOut({u"images"_s});
        tryOut({u"images"_s, u"--json"_s});
        for (const QString &command : {u"pin"_s, u"unpin"_s, u"repair"_s, u"remove"_s})
            tryOut({command, u"none"_s + kHostile});
        writeDisk(m_cli.storePath() + u"/images/broken.json"_s, json({{u"reference"_s, kHostile}}));
        tryOut({u"images"_s});
        tryOut({u"prune"_s});

        const QString registry = m_server.address();
        tryOut({u"parse"_s, kHostile});
        tryOut({u"parse"_s, u"team/app:1"_s});
        tryOut({u"tags"_s, registry + u"/team/app"_s});
        tryOut({u"tags"_s, registry + u"/team/app"_s, u"--json"_s});
        tryOut({u"search"_s, u"app"_s, u"--registry"_s, registry});
        tryOut({u"search"_s, u"app"_s, u"--registry"_s, registry, u"--json"_s});
        for (const QString &command : {u"platforms"_s, u"referrers"_s, u"pull"_s}) {
            tryOut({command, registry + u"/team/app:1"_s});
            tryOut({command, registry + u"/team/app:"_s + kHostile});
        }
        tryOut(QStringList{u"push"_s} + image() + QStringList{registry + u"/team/app:1"_s});
        tryOut(QStringList{u"push"_s} + image() + QStringList{registry + u"/team/app:"_s + kHostile});
        tryOut({u"engines"_s});
        tryOut(QStringList{u"load"_s} + image() + QStringList{u"none"_s + kHostile});
        tryOut({u"login"_s, registry, u"--creds"_s, u"u"_s + kHostile + u":p"_s});
        tryOut({u"logout"_s, registry});
        tryOut({u"logout"_s, kHostile});
        tryOut({u"completion"_s, kHostile});
        tryOut({u"manual"_s, kHostile});
        tryOut({u"none"_s + kHostile});
        tryOut({u"ls"_s, u"--none"_s + kHostile});

        // None was forgotten.
        const Ran all = m_cli.shell(u"$cli __complete ''"_s);
        QVERIFY(all.out.count('\n') > 20);
        for (const QByteArray &line : all.out.trimmed().split('\n'))
            QVERIFY2(m_tried.contains(QString::fromUtf8(line.split('\t').front())), line.constData());
    }

    /// What is piped is for programs: names of files as they are.
    void pipesGetTheBytes()
    {
        const Ran ran = m_cli.run(QStringList{u"find"_s} + image() + QStringList{u"a*"_s});
        QVERIFY2(ran.out.contains(kHostile.toUtf8()), ran.out.constData());
    }
};

STRATOSCOPE_GUILESS_TEST(TestTerminal)
#include "tst_terminal.moc"
