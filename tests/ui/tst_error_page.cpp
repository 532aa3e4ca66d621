// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/common/error_page.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::ui;

class TestErrorPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The image is not to blame for the configuration, the network or a server.
    void blamesTheImageOnlyForItsContent()
    {
        for (const ErrorKind kind : {ErrorKind::Configuration, ErrorKind::UnexpectedResponse, ErrorKind::UnknownHost}) {
            for (const ErrorKind other : {ErrorKind::Malformed, ErrorKind::Truncated, ErrorKind::Mismatch, ErrorKind::Io})
                QVERIFY(errorHeadline(kind) != errorHeadline(other));
        }
    }
};

STRATOSCOPE_WIDGETS_TEST(TestErrorPage)
#include "tst_error_page.moc"
