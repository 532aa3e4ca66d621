// SPDX-License-Identifier: Apache-2.0
#include "oci/command_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// A step as in a Dockerfile. BuildKit records some as Go prints its values: `EXPOSE map[8080/tcp:{}]`, `VOLUME [/data]`,
/// `HEALTHCHECK &{["CMD-SHELL" "true"] "30s" "3s" "0s" "0s" '\x03'}`.
QString dockerfileForm(const QString &step)
{
    static const QRegularExpression kPorts(u"^EXPOSE map\\[(.*)\\]$"_s);
    static const QRegularExpression kVolumes(u"^VOLUME \\[([^\"]*)\\]$"_s);
    static const QRegularExpression kHealth(u"^HEALTHCHECK &\\{\\[\"CMD(?:-SHELL)?\" \"(.*)\"\\] \"(\\w+)\" \"(\\w+)\" .*\\}$"_s);
    if (const auto ports = kPorts.match(step); ports.hasMatch())
        return u"EXPOSE "_s + ports.captured(1).remove(u":{}"_s);
    if (const auto volumes = kVolumes.match(step); volumes.hasMatch())
        return u"VOLUME "_s + volumes.captured(1);
    if (const auto health = kHealth.match(step); health.hasMatch()) {
        QString text = u"HEALTHCHECK "_s;
        if (health.captured(2) != u"0s")
            text += u"--interval=%1 "_s.arg(health.captured(2));
        if (health.captured(3) != u"0s")
            text += u"--timeout=%1 "_s.arg(health.captured(3));
        return text + u"CMD "_s + health.captured(1).replace(u"\" \""_s, u" "_s);
    }
    return step;
}

} // namespace

QString commandText(const QString &createdBy)
{
    static const QRegularExpression kBuildArguments(u"^(?:RUN )?\\|\\d+ .*?(?=/bin/(?:ba)?sh -[a-z]*c )"_s,
                                                    QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression kShell(u"^(RUN )?/bin/(?:ba)?sh -[a-z]*c "_s);
    static const QRegularExpression kHash(u"\\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\\b"_s);

    QString text = createdBy.trimmed();
    text.remove(kBuildArguments);
    if (const auto shell = kShell.match(text); shell.hasMatch()) {
        text = text.mid(shell.capturedLength()).trimmed();
        if (text.startsWith(u"#(nop)"))
            text = text.mid(6);
        else
            text.prepend(u"RUN "_s);
    }
    if (text.endsWith(u"# buildkit"))
        text.chop(10);
    text.replace(kHash, u"\\1:\\2…"_s);
    return dockerfileForm(text.simplified());
}

} // namespace stratoscope
