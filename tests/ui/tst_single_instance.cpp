// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/application/single_instance.h"

#include "support/disk_tree.h"
#include "support/window.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

} // namespace

/// The protocol in this process, and the real program in several.
class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readsWhatItWrites();
    void refusesOtherDocuments_data();
    void refusesOtherDocuments();
    void livesThroughBadSenders();
    void staysAwayFromOthersFolders();
    void handsOver_data();
    void handsOver();
    void takesOverWhatAKilledOneLeft();
    void isOneOfManyStarts();
    void opensAnotherWindow_data();
    void opensAnotherWindow();
    void restoresWhatAKilledOneHadOpen();

private:
    using Started = std::unique_ptr<QProcess>;
    Started start(const QStringList &arguments = {}) const;
    QString socketFolder() const;
    QString socket() const;
    bool isListening() const;
    QStringList openTabs() const;
    static bool endsWell(QProcess &process);

    std::unique_ptr<TestFolder> m_home;
    bool m_hasRuntimeFolder = true;
    QString m_sample;
};

void TestSingleInstance::init()
{
    m_home = std::make_unique<TestFolder>();
    m_hasRuntimeFolder = true;
    QVERIFY(QDir().mkpath(m_home->path() + u"/runtime"_s) && QDir().mkpath(m_home->path() + u"/tmp"_s));
    m_sample = QFileInfo(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar")).canonicalFilePath();
    QVERIFY(!m_sample.isEmpty());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_home->path() + u"/runtime"_s));
}

void TestSingleInstance::cleanup()
{
    m_home.reset();
}

TestSingleInstance::Started TestSingleInstance::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"HOME"_s, m_home->path());
    environment.insert(u"TMPDIR"_s, m_home->path() + u"/tmp"_s);
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home->path() + u"/config"_s);
    environment.insert(u"XDG_DATA_HOME"_s, m_home->path() + u"/data"_s);
    if (!m_hasRuntimeFolder)
        environment.remove(u"XDG_RUNTIME_DIR"_s);
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(QFileInfo(m_sample).path());
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QStringLiteral(STRATOSCOPE_BIN_DIR "/stratoscope"), arguments);
    return process;
}

QString TestSingleInstance::socketFolder() const
{
    if (m_hasRuntimeFolder)
        return m_home->path() + u"/runtime/stratoscope"_s;
    const QStringList folders = QDir(m_home->path() + u"/tmp"_s).entryList({u"stratoscope-*"_s}, QDir::Dirs);
    return folders.isEmpty() ? QString() : m_home->path() + u"/tmp/"_s + folders.front();
}

QString TestSingleInstance::socket() const
{
    for (const QFileInfo &file : QDir(socketFolder()).entryInfoList(QDir::System | QDir::NoDotAndDotDot)) {
        if (file.suffix().isEmpty())
            return file.filePath();
    }
    return {};
}

bool TestSingleInstance::isListening() const
{
    QLocalSocket probe;
    probe.connectToServer(socket());
    return !socket().isEmpty() && probe.waitForConnected(100);
}

QStringList TestSingleInstance::openTabs() const
{
    QSettings settings(m_home->path() + u"/config/stratoscope/stratoscope.conf"_s, QSettings::NativeFormat);
    QStringList names;
    const int count = settings.beginReadArray(u"tabs"_s);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        names += settings.value(u"name"_s).toString();
    }
    return names;
}

bool TestSingleInstance::endsWell(QProcess &process)
{
    return process.waitForFinished(kPatience) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

void TestSingleInstance::readsWhatItWrites()
{
    const InstanceMessage message{.names = {u"/a b/ü\n.tar"_s, u"alpine"_s}, .find = true, .activationToken = "token_TIME1"};
    QCOMPARE(toWire(message).count('\n'), 1);
    QCOMPARE(fromWire(toWire(message)), std::optional(message));
    QCOMPARE(fromWire(toWire({})), std::optional(InstanceMessage()));
}

void TestSingleInstance::refusesOtherDocuments_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << QByteArray("\n");
    QTest::newRow("no JSON") << QByteArray("open\n");
    QTest::newRow("a list") << QByteArray("[]\n");
    QTest::newRow("another version") << QByteArray("{\"version\":2,\"open\":[]}\n");
    QTest::newRow("no names") << QByteArray("{\"version\":1}\n");
    QTest::newRow("numbers") << QByteArray("{\"version\":1,\"open\":[1]}\n");
}

void TestSingleInstance::refusesOtherDocuments()
{
    QFETCH(const QByteArray, line);
    QVERIFY(!fromWire(line));
}

void TestSingleInstance::livesThroughBadSenders()
{
    SingleInstance first;
    QSignalSpy received(&first, &SingleInstance::received);
    QCOMPARE(first.begin(u"store"_s, {}), SingleInstance::Role::First);
    QVERIFY((QFile::permissions(socketFolder()) & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)) == 0);

    const auto send = [this](const QByteArray &bytes) {
        auto sender = std::make_unique<QLocalSocket>();
        sender->connectToServer(socket());
        sender->write(bytes);
        return sender;
    };
    const auto silent = send({});
    const auto halved = send("{\"version\":1,");
    const auto wrong = send("nonsense\n");
    const auto endless = send(QByteArray(3 * 1024 * 1024, 'x'));
    QTRY_COMPARE_WITH_TIMEOUT(wrong->state(), QLocalSocket::UnconnectedState, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(endless->state(), QLocalSocket::UnconnectedState, kPatience);
    const auto right = send(toWire({.names = {u"/a.tar"_s}}));
    QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, kPatience);
    QCOMPARE(received.front().front().value<InstanceMessage>().names, QStringList{u"/a.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(silent->state(), QLocalSocket::UnconnectedState, kPatience);

    // For another store it is another window.
    SingleInstance other;
    QCOMPARE(other.begin(u"another store"_s, {}), SingleInstance::Role::First);
}

void TestSingleInstance::staysAwayFromOthersFolders()
{
    const QString folder = socketFolder();
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther));
    QVERIFY(SingleInstance::directory().isEmpty());
    SingleInstance alone;
    QCOMPARE(alone.begin(u"store"_s, {}), SingleInstance::Role::Alone);

    QVERIFY(QDir().rmdir(folder));
    QVERIFY(QFile::link(m_home->path(), folder));
    QVERIFY(SingleInstance::directory().isEmpty());
}

void TestSingleInstance::handsOver_data()
{
    QTest::addColumn<bool>("hasRuntimeFolder");
    QTest::newRow("runtime folder") << true;
    QTest::newRow("none") << false;
}

void TestSingleInstance::handsOver()
{
    QFETCH(const bool, hasRuntimeFolder);
    m_hasRuntimeFolder = hasRuntimeFolder;
    const Started first = start();
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatience);
    const Started second = start({QFileInfo(m_sample).fileName(), u"oci:none:v1"_s});
    QVERIFY(endsWell(*second));
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList({m_sample, u"oci:%1/none:v1"_s.arg(QFileInfo(m_sample).path())}), kPatience);
    QCOMPARE(first->state(), QProcess::Running);
    const Started third = start(); // only brings it to the front
    QVERIFY(endsWell(*third));
    QCOMPARE(openTabs().size(), 2);
    first->kill();
    QVERIFY(first->waitForFinished(kPatience));
}

void TestSingleInstance::takesOverWhatAKilledOneLeft()
{
    const Started first = start();
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatience);
    first->kill();
    QVERIFY(first->waitForFinished(kPatience));
    QVERIFY(!socket().isEmpty());
    QVERIFY(!isListening());
    const Started second = start();
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatience);
    const Started third = start({m_sample});
    QVERIFY(endsWell(*third));
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList{m_sample}, kPatience);
    QCOMPARE(second->state(), QProcess::Running);
    second->kill();
    QVERIFY(second->waitForFinished(kPatience));
}

void TestSingleInstance::isOneOfManyStarts()
{
    constexpr int kStarts = 6;
    std::vector<Started> all;
    for (int i = 0; i < kStarts; ++i)
        all.push_back(start());
    const auto running
        = [&all] { return std::ranges::count_if(all, [](const Started &one) { return one->state() != QProcess::NotRunning; }); };
    QTRY_COMPARE_WITH_TIMEOUT(running(), 1, kPatience);
    QVERIFY(isListening());
    for (const Started &one : all) {
        if (one->state() == QProcess::NotRunning)
            QVERIFY(one->exitStatus() == QProcess::NormalExit && one->exitCode() == 0);
        one->kill();
        one->waitForFinished(kPatience);
    }
}

void TestSingleInstance::opensAnotherWindow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addRow("asked for") << QStringList{u"--new-window"_s, u"/none.tar"_s};
    QTest::addRow("standard input") << QStringList{u"-"_s}; // which the first process does not have
    QTest::addRow("inherited file") << QStringList{u"docker-archive:/dev/fd/0"_s};
}

void TestSingleInstance::opensAnotherWindow()
{
    QFETCH(const QStringList, arguments);
    const Started first = start({m_sample});
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList{m_sample}, kPatience);
    const Started second = start(arguments);
    QVERIFY(!second->waitForFinished(2000));
    QCOMPARE(openTabs(), QStringList{m_sample}); // what is open there is not remembered
    for (QProcess *const process : {first.get(), second.get()}) {
        process->kill();
        QVERIFY(process->waitForFinished(kPatience));
    }
}

void TestSingleInstance::restoresWhatAKilledOneHadOpen()
{
    const Started first = start({m_sample, u"/none.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList({m_sample, u"/none.tar"_s}), kPatience);
    first->kill();
    QVERIFY(first->waitForFinished(kPatience));
    const Started second = start({u"/other.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList({m_sample, u"/none.tar"_s, u"/other.tar"_s}), kPatience);
    second->kill();
    QVERIFY(second->waitForFinished(kPatience));
    const Started third = start({u"--no-restore"_s, u"/other.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(openTabs(), QStringList{u"/other.tar"_s}, kPatience);
    third->kill();
    QVERIFY(third->waitForFinished(kPatience));
}

STRATOSCOPE_WIDGETS_TEST(TestSingleInstance)
#include "tst_single_instance.moc"
