// SPDX-License-Identifier: Apache-2.0
#include "init/network/dhcp.h"

#include "support/test_main.h"

#include <QByteArray>
#include <QTest>

#include <algorithm>

using namespace stratoscope::init;

namespace {

constexpr MacAddress kMac{0x52, 0x54, 0x00, 0x12, 0x34, 0x56};
constexpr std::uint32_t kTransaction = 0x01020304;

/// A server's answer with these options, after RFC 2131.
QByteArray answer(const QByteArray &options)
{
    QByteArray packet(240, '\0');
    packet.replace(0, 8, QByteArray::fromHex("0201060001020304"));
    packet.replace(16, 4, QByteArray::fromHex("0a00020f"));
    packet.replace(28, 6, QByteArray::fromHex("525400123456"));
    packet.replace(236, 4, QByteArray::fromHex("63825363"));
    return packet + options;
}

std::optional<DhcpReply> parse(const QByteArray &packet)
{
    // A copy of exactly this size, so that a sanitizer sees each byte beyond.
    const std::vector<std::uint8_t> bytes(packet.begin(), packet.end());
    return parseDhcpReply(bytes, kTransaction, kMac);
}

const QByteArray kOptions = QByteArray::fromHex("350105" // an acknowledgement
                                                "36040a000202" // by 10.0.2.2
                                                "330400015180" // for a day
                                                "0104ffffff00"
                                                "03040a000202"
                                                "06080a00020308080808"
                                                "0f07") // a domain
    + "lan.net" + QByteArray::fromHex("ff");

} // namespace

class TestDhcp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queriesAreThoseOfTheStandard()
    {
        const auto discover = dhcpPacket({.transaction = kTransaction, .mac = kMac});
        const QByteArray bytes(reinterpret_cast<const char *>(discover.data()), qsizetype(discover.size()));
        QCOMPARE(bytes.size(), 300);
        QCOMPARE(bytes.first(34).toHex(),
                 QByteArray("0101060001020304000080000000000000000000000000000000000052540012"
                            "3456"));
        QCOMPARE(bytes.sliced(34, 202), QByteArray(202, '\0'));
        QCOMPARE(bytes.sliced(236, 15).toHex(), QByteArray("6382536335010137050103060f33ff"));

        const auto request = dhcpPacket({.transaction = kTransaction, .mac = kMac, .address = 0x0a00020f, .server = 0x0a000202});
        const QByteArray asked(reinterpret_cast<const char *>(request.data()), qsizetype(request.size()));
        QCOMPARE(asked.sliced(240, 23).toHex(), QByteArray("35010332040a00020f36040a00020237050103060f33ff").first(46));
    }

    void answersAreRead()
    {
        const auto lease = parse(answer(kOptions));
        QVERIFY(lease);
        QCOMPARE(lease->type, DhcpReply::Type::Ack);
        QCOMPARE(addressText(lease->address), std::string("10.0.2.15"));
        QCOMPARE(addressText(lease->server), std::string("10.0.2.2"));
        QCOMPARE(addressText(lease->gateway), std::string("10.0.2.2"));
        QCOMPARE(lease->prefix, 24);
        QCOMPARE(lease->leaseSeconds, 86400U);
        QCOMPARE(resolvConf(*lease), std::string("search lan.net\nnameserver 10.0.2.3\nnameserver 8.8.8.8\n"));
    }

    void optionsMayBeInTheFieldsForNames()
    {
        QByteArray packet = answer(QByteArray::fromHex("340103" // in both
                                                       "ff"));
        packet.replace(108, 4, QByteArray::fromHex("350102ff"));
        packet.replace(44, 7, QByteArray::fromHex("36040a000202ff"));
        const auto offer = parse(packet);
        QVERIFY(offer);
        QCOMPARE(offer->type, DhcpReply::Type::Offer);
        QCOMPARE(addressText(offer->server), std::string("10.0.2.2"));
    }

    void refusesOtherPackets_data()
    {
        QTest::addColumn<QByteArray>("packet");
        const auto changed = [](qsizetype at, char byte) {
            QByteArray packet = answer(kOptions);
            packet[at] = byte;
            return packet;
        };
        QTest::addRow("empty") << QByteArray();
        QTest::addRow("a request") << changed(0, 1);
        QTest::addRow("no Ethernet") << changed(1, 6);
        QTest::addRow("another transaction") << changed(7, 9);
        QTest::addRow("another card") << changed(33, 9);
        QTest::addRow("BOOTP") << changed(239, 0);
        QTest::addRow("multicast address") << changed(16, char(224));
        QTest::addRow("no type") << answer(QByteArray::fromHex("0104ffffff00ff"));
        QTest::addRow("a client's type") << answer(QByteArray::fromHex("350103ff"));
        QTest::addRow("an option that is cut off") << answer(QByteArray::fromHex("36040a00"));
        QTest::addRow("an option without a length") << answer(QByteArray::fromHex("35"));
    }
    void refusesOtherPackets()
    {
        QFETCH(const QByteArray, packet);
        QVERIFY(!parse(packet));
    }

    void ignoresOptionsThatAreInvalid()
    {
        const auto reply = parse(answer(QByteArray::fromHex("350105" // an acknowledgement
                                                            "0104ff00ff00" // a mask with a gap
                                                            "0302ffff" // a router of two bytes
                                                            "0610" // four name servers
                                                            "01010101020202020303030304040404"
                                                            "0f0b")
                                        + "x\nevil 1.2.3" + QByteArray::fromHex("ff")));
        QVERIFY(reply);
        QCOMPARE(reply->prefix, 24);
        QCOMPARE(reply->gateway, 0U);
        QCOMPARE(resolvConf(*reply), std::string("nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\n"));
    }

    void survivesWhatIsCutOffOrDamaged()
    {
        const QByteArray whole = answer(kOptions);
        for (qsizetype size = 0; size < 243; ++size)
            QVERIFY(!parse(whole.first(size))); // before the type
        for (qsizetype at = 240; at < whole.size(); ++at) {
            for (const int byte : {0, 1, 52, 127, 255}) {
                QByteArray damaged = whole;
                damaged[at] = char(byte);
                const auto reply = parse(damaged);
                QVERIFY(!reply || (reply->prefix <= 32 && reply->nameServers.size() <= 3));
            }
        }
    }
};

STRATOSCOPE_APPLESS_TEST(TestDhcp)
#include "tst_dhcp.moc"
