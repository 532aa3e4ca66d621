// SPDX-License-Identifier: Apache-2.0
#include "support/idle.h"
#include "support/test_main.h"
#include "ui/preferences/settings_dialog.h"

#include "store/store_cleaner.h"
#include "support/need.h"
#include "support/store.h"
#include "support/window.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/preferences/store_page.h"
#include "ui/settings/registry_settings.h"
#include "ui/style/theme.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_model.h"
#include "ui/tree/tree_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLockFile>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestSettingsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path()); }
    void init();
    void cleanup();
    void dropsABrokenLock();
    void opensFromTheMenu();
    void writesNothingUntilApplied();
    void choosesTheTheme();
    void choosesColumns();
    void rejectsInvalidPlatforms();
    void rejectsInvalidFolders();
    void measuresAndCleansUp();
    void staysWithinTheLimit();
    void limitsTheCache();

private:
    SettingsDialog *open(SettingsDialog::Page page);
    template <typename Box>
    static Box *named(const QWidget *where, const QString &text);
    static QString said(const QWidget *where);

    QTemporaryDir m_directory;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

void TestSettingsDialog::init()
{
    QSettings().clear();
    m_application = std::make_unique<Application>(
        test::need(Store::open(m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction())))));
    m_window = std::make_unique<MainWindow>(*m_application, QString());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestSettingsDialog::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    applyTheme(Theme::System);
}

SettingsDialog *TestSettingsDialog::open(SettingsDialog::Page page)
{
    for (QAction *const action : m_window->findChildren<QAction *>()) {
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_Comma))
            action->trigger();
    }
    auto *const dialog = m_window->findChild<SettingsDialog *>();
    dialog->showPage(page);
    return dialog;
}

template <typename Box>
Box *TestSettingsDialog::named(const QWidget *where, const QString &text)
{
    for (Box *const box : where->findChildren<Box *>()) {
        if (QString(box->text()).remove(u'&').startsWith(text))
            return box;
    }
    return nullptr;
}

QString TestSettingsDialog::said(const QWidget *where)
{
    QStringList texts;
    for (const QLabel *const label : where->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts += label->text();
    }
    return texts.join(u'\n');
}

void TestSettingsDialog::dropsABrokenLock()
{
    const QString path = QSettings().fileName() + u".lock"_s;
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile broken(path);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.close();
    settings::removeBrokenLock();
    QVERIFY(!QFileInfo::exists(path));

    QLockFile held(path); // another process is writing
    QVERIFY(held.tryLock());
    settings::removeBrokenLock();
    QVERIFY(QFileInfo::exists(path));
}

void TestSettingsDialog::opensFromTheMenu()
{
    for (int page = 0; page < SettingsDialog::kPages; ++page) {
        SettingsDialog *const dialog = open(SettingsDialog::Page(page));
        QVERIFY(dialog->isVisible());
        delete dialog;
    }
}

void TestSettingsDialog::writesNothingUntilApplied()
{
    SettingsDialog *const dialog = open(SettingsDialog::General);
    QPushButton *const apply = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Apply);
    QVERIFY(!apply->isEnabled());
    auto *const restores = named<QCheckBox>(dialog, u"Reopen last session"_s);
    restores->setChecked(false);
    QVERIFY(apply->isEnabled());
    QVERIFY(settings::restoresTabs());
    apply->click();
    QVERIFY(!settings::restoresTabs());
    QVERIFY(!apply->isEnabled());
    restores->setChecked(true);
    dialog->reject();
    QVERIFY(!settings::restoresTabs());
}

void TestSettingsDialog::choosesTheTheme()
{
    SettingsDialog *const dialog = open(SettingsDialog::General);
    auto *const theme = dialog->findChildren<QComboBox *>().front();
    theme->setCurrentIndex(theme->findData(int(Theme::Dark)));
    dialog->accept();
    QCOMPARE(settings::theme(), Theme::Dark);
    QTRY_VERIFY(isDark(m_window->palette()));
}

void TestSettingsDialog::choosesColumns()
{
    m_window->openImages({QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar")});
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view() && test::tabs(*m_window).currentTab()->view()->isSettled(),
                             test::kPatience);
    SettingsDialog *const dialog = open(SettingsDialog::View);
    auto *const owner = named<QCheckBox>(dialog, u"Owner"_s);
    QVERIFY(owner && owner->isChecked());
    owner->setChecked(false);
    dialog->accept();
    const TreeView *const tree = test::tabs(*m_window).currentTab()->view()->treeView();
    QVERIFY(tree->isColumnHidden(int(TreeColumn::Owner)));
    QVERIFY(!tree->isColumnHidden(int(TreeColumn::Size)));
}

void TestSettingsDialog::rejectsInvalidPlatforms()
{
    SettingsDialog *dialog = open(SettingsDialog::Pulling);
    auto *const platform = dialog->findChild<QComboBox *>(u"platform"_s);
    platform->setCurrentText(u"linux"_s);
    QVERIFY(said(dialog).contains(u"Not a platform"_s));
    dialog->showPage(SettingsDialog::General);
    dialog->accept();
    QVERIFY(dialog->isVisible()); // the problem is shown, and nothing is written
    QVERIFY(said(dialog).contains(u"Not a platform"_s));
    QVERIFY(!platformToPull({}));
    platform->setCurrentText(u"linux/arm64"_s);
    QVERIFY(!said(dialog).contains(u"Not a platform"_s));
    dialog->findChildren<QSpinBox *>().front()->setValue(8);
    dialog->accept();
    QCOMPARE(platformToPull({})->toString(), u"linux/arm64"_s);
    QCOMPARE(platformToPull(Platform::host()), std::optional(Platform::host()));
    QCOMPARE(settings::parallelBlobs(), 8);
}

void TestSettingsDialog::rejectsInvalidFolders()
{
    SettingsDialog *const dialog = open(SettingsDialog::Store);
    auto *const page = dialog->findChild<StorePage *>();
    auto *const folder = page->findChild<QLineEdit *>();
    folder->setText(u"images"_s);
    QVERIFY(said(page).contains(u"absolute path"_s));
    dialog->accept();
    QVERIFY(dialog->isVisible());
    QCOMPARE(settings::storeDirectory(), QString());
    folder->setText(m_directory.filePath(u"elsewhere"_s));
    QVERIFY(!said(page).contains(u"absolute path"_s));
    QVERIFY(said(page).contains(u"after a restart"_s));
    QVERIFY(said(page).contains(m_application->session().store().directory()));
    dialog->accept();
    QVERIFY(!dialog->isVisible());
    QCOMPARE(settings::storeDirectory(), m_directory.filePath(u"elsewhere"_s));
}

void TestSettingsDialog::measuresAndCleansUp()
{
    test::need(test::putImage(m_application->session().store(), u"app:1"_s, {test::seededTar(1, 100'000)}));
    test::need(test::putLayer(m_application->session().store(), test::seededTar(2, 100'000)));
    SettingsDialog *const dialog = open(SettingsDialog::Store);
    auto *const page = dialog->findChild<StorePage *>();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page), test::kPatience);
    QVERIFY2(said(page).contains(u"1 images, "_s), qPrintable(said(page)));
    QVERIFY(said(page).contains(m_application->session().store().directory()));
    named<QPushButton>(page, u"Clean Up Now"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page) && said(page).contains(u"Freed "_s), test::kPatience);
    QVERIFY(said(page).contains(u"incomplete pulls: 0 B"_s));
    QCOMPARE(test::need(m_application->session().store().images().all()).size(), 1U);

    auto *const folder = page->findChildren<QLineEdit *>().front();
    folder->setText(u"not/absolute"_s);
    QVERIFY(said(page).contains(u"absolute path"_s));
    dialog->apply();
    QVERIFY(settings::storeDirectory().isEmpty());
    folder->setText(u"/other/store"_s);
    QVERIFY(said(page).contains(u"after a restart"_s));
    dialog->accept();
    QCOMPARE(settings::storeDirectory(), u"/other/store"_s);
}

void TestSettingsDialog::staysWithinTheLimit()
{
    for (int i = 0; i < 4; ++i)
        test::need(test::putImage(m_application->session().store(), u"app:%1"_s.arg(i), {test::seededTar(i, 2'000'000)}));
    SettingsDialog *const dialog = open(SettingsDialog::Store);
    auto *const page = dialog->findChild<StorePage *>();
    named<QCheckBox>(page, u"Limit to"_s)->setChecked(true);
    page->findChild<QDoubleSpinBox *>()->setValue(0.01); // each image is stored twice: its layer as received, and uncompressed
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(test::need(m_application->session().store().images().all()).size(), 2U, test::kPatience);
    QCOMPARE(test::need(m_application->session().store().images().all()).front().reference, u"app:2"_s);
}

void TestSettingsDialog::limitsTheCache()
{
    QCOMPARE(settings::cacheLimit(), kDefaultCacheLimit);
    const Store &store = m_application->session().store();
    test::need(test::putImage(store, u"app:1"_s, {test::seededTar(1, 20'000)}));
    test::need(test::putLayer(store, test::seededTar(2, 20'000)));
    SettingsDialog *const dialog = open(SettingsDialog::Store);
    auto *const limit = dialog->findChild<StorePage *>()->findChild<QDoubleSpinBox *>(u"cacheLimit"_s);
    QCOMPARE(limit->value(), 5.0);
    limit->setValue(0);
    dialog->accept();
    QCOMPARE(settings::cacheLimit(), 0U);
    QTRY_COMPARE_WITH_TIMEOUT(test::need(StoreCleaner(store).usage()).others, 0U, test::kPatience);
    QCOMPARE(test::need(store.images().all()).size(), 1U);
}

STRATOSCOPE_WIDGETS_TEST(TestSettingsDialog)
#include "tst_settings_dialog.moc"
