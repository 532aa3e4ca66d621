// SPDX-License-Identifier: Apache-2.0
#include "init/environment.h"
#include "init/kernel_options.h"
#include "init/run_file.h"

#include "support/test_main.h"

#include <QTest>

using namespace stratoscope::init;
using namespace std::string_literals;
using Texts = std::vector<std::string>;

class TestRunFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead()
    {
        const auto file = parseRunFile("stratoscope-run 1\0hostname=app\0user=www:web\0directory=/srv/a b\0env=A=1=2\0env=B=\0"
                                       "module=/m/a.ko\0arg=/bin/sh\0arg=\0arg=a=b\nc\0later=ignored\0"s);
        QVERIFY(file);
        QCOMPARE(file->hostName, "app"s);
        QCOMPARE(file->user, "www:web"s);
        QCOMPARE(file->directory, "/srv/a b"s);
        QCOMPARE(file->env, (Texts{"A=1=2", "B="}));
        QCOMPARE(file->args, (Texts{"/bin/sh", "", "a=b\nc"}));
        QCOMPARE(file->modules, (Texts{"/m/a.ko"}));
    }

    void isRefusedUnlessItIsWhole()
    {
        QVERIFY(!parseRunFile(""));
        QVERIFY(!parseRunFile("stratoscope-run 1"));
        QVERIFY(!parseRunFile("stratoscope-run 2\0arg=x\0"s));
        QVERIFY(!parseRunFile("stratoscope-run 1\0arg=x"s));
        QVERIFY(parseRunFile("stratoscope-run 1\0"s));
    }

    void theEnvironmentIsCompleted()
    {
        QCOMPARE(environment({"A=1"}, "app", "/root"),
                 (Texts{"A=1", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=app", "TERM=xterm",
                        "HOME=/root"}));
        QCOMPARE(environment({"HOME=", "PATH=/x", "TERM=vt100", "HOSTNAME=me"}, "app", "/root"),
                 (Texts{"HOME=", "PATH=/x", "TERM=vt100", "HOSTNAME=me"}));
        QCOMPARE(variable({"PATHS=no", "PATH=/a:/b"}, "PATH"), std::string_view("/a:/b"));
        QCOMPARE(variable({"PATH"}, "PATH"), std::string_view());
    }

    void theKernelsOptionsAreRead()
    {
        const KernelOptions options
            = parseKernelOptions("console=ttyS0 root=/dev/nvme0n1 rootfstype=ext4 rw init=/.stratoscope/init  "
                                 "stratoscope.status=/dev/ttyS1 stratoscope.shell\n");
        QVERIFY(options.shell);
        QVERIFY(!options.readOnly);
        QVERIFY(!options.endByReset);
        QCOMPARE(options.root, "/dev/nvme0n1"s);
        QCOMPARE(options.rootType, "ext4"s);
        QCOMPARE(options.init, "/.stratoscope/init"s);
        QCOMPARE(options.statusPort, "/dev/ttyS1"s);

        const KernelOptions others = parseKernelOptions("nostratoscope.shell ro stratoscope.reset");
        QVERIFY(!others.shell);
        QVERIFY(others.readOnly);
        QVERIFY(others.endByReset);
    }
};

STRATOSCOPE_APPLESS_TEST(TestRunFile)
#include "tst_run_file.moc"
