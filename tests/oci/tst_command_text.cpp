// SPDX-License-Identifier: Apache-2.0
#include "oci/command_text.h"

#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestCommandText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands_data();
    void commands();
};

void TestCommandText::commands_data()
{
    QTest::addColumn<QString>("createdBy");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("no operation") << u"/bin/sh -c #(nop)  CMD [\"sh\"]"_s << u"CMD [\"sh\"]"_s;
    QTest::newRow("file") << u"/bin/sh -c #(nop) ADD file:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef in / "_s
                          << u"ADD file:0123456789ab… in /"_s;
    QTest::newRow("shell") << u"/bin/sh -c apt-get update \t&& apt-get  install"_s << u"RUN apt-get update && apt-get install"_s;
    QTest::newRow("bash") << u"/bin/bash -o pipefail -c make"_s << u"/bin/bash -o pipefail -c make"_s;
    QTest::newRow("buildkit") << u"RUN /bin/sh -c apk add curl # buildkit"_s << u"RUN apk add curl"_s;
    QTest::newRow("buildkit arguments") << u"RUN |1 VERSION=2 /bin/sh -c make # buildkit"_s << u"RUN make"_s;
    QTest::newRow("buildkit ports") << u"EXPOSE map[443/tcp:{} 80/tcp:{}]"_s << u"EXPOSE 443/tcp 80/tcp"_s;
    QTest::newRow("buildkit volumes") << u"VOLUME [/data /logs]"_s << u"VOLUME /data /logs"_s;
    QTest::newRow("volumes") << u"VOLUME [\"/my data\"]"_s << u"VOLUME [\"/my data\"]"_s;
    QTest::newRow("buildkit health")
        << u"HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f http://localhost/ || exit 1\"] \"5m0s\" \"3s\" \"0s\" \"0s\" '\\x00'}"_s
        << u"HEALTHCHECK --interval=5m0s --timeout=3s CMD curl -f http://localhost/ || exit 1"_s;
    QTest::newRow("buildkit health without a shell")
        << u"HEALTHCHECK &{[\"CMD\" \"/bin/check\" \"now\"] \"0s\" \"0s\" \"0s\" \"0s\" '\\x03'}"_s
        << u"HEALTHCHECK CMD /bin/check now"_s;
    QTest::newRow("buildkit copy") << u"COPY src /app # buildkit"_s << u"COPY src /app"_s;
    QTest::newRow("build arguments") << u"|2 A=1 B=x y /bin/sh -c ./build.sh"_s << u"RUN ./build.sh"_s;
    QTest::newRow("other tools") << u"umoci insert"_s << u"umoci insert"_s;
}

void TestCommandText::commands()
{
    QFETCH(QString, createdBy);
    QTEST(commandText(createdBy), "expected");
}

STRATOSCOPE_APPLESS_TEST(TestCommandText)
#include "tst_command_text.moc"
