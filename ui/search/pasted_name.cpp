// SPDX-License-Identifier: Apache-2.0
#include "ui/search/pasted_name.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The image of `docker pull`, `podman image pull` and the like; empty for any other text.
QString pulledBy(const QString &command)
{
    static const QRegularExpression kPull(
        u"^[$#>]?\\s*(?:sudo\\s+)?(?:docker|podman|nerdctl|buildah|crictl|crane)\\s+(?:image\\s+)?pull\\s+(.+)$"_s);
    const auto pull = kPull.match(command);
    if (!pull.hasMatch())
        return {};
    // Options come first; the value of one is a word of its own, or follows a `=`.
    QStringList words = pull.captured(1).simplified().split(u' ');
    while (words.size() > 1 && words.front().startsWith(u'-')) {
        const QString option = words.takeFirst();
        if (words.size() > 1 && option.startsWith(u"--platform"_s) && !option.contains(u'='))
            words.removeFirst();
    }
    return words.front();
}

QString withTag(const QString &name, const QString &tag)
{
    return tag.isEmpty() ? name : name + u':' + tag;
}

QString onDockerHub(const QStringList &path, const QUrlQuery &query)
{
    const QString tag = query.queryItemValue(u"tag"_s);
    if (path.size() >= 2 && path[0] == u"_")
        return withTag(u"docker.io/library/"_s + path[1], tag);
    if (path.size() >= 3 && path[0] == u"r")
        return withTag(u"docker.io/"_s + path[1] + u'/' + path[2], tag);
    if (path.size() >= 4 && path[0] == u"layers")
        return withTag(u"docker.io/"_s + path[1] + u'/' + path[2], path[3]);
    if (path.size() >= 4 && path[0] == u"repository" && path[1] == u"docker")
        return withTag(u"docker.io/"_s + path[2] + u'/' + path[3], tag);
    return {};
}

QString onQuay(const QStringList &path, const QUrlQuery &query)
{
    if (path.size() < 3 || path[0] != u"repository")
        return path.size() >= 2 ? u"quay.io/"_s + path.join(u'/') : QString();
    // The page of a manifest has its digest.
    if (path.size() >= 5 && path[3] == u"manifest")
        return u"quay.io/%1/%2@%3"_s.arg(path[1], path[2], path[4]);
    if (path.size() >= 5 && path[3] == u"tag")
        return u"quay.io/%1/%2:%3"_s.arg(path[1], path[2], path[4]);
    return withTag(u"quay.io/"_s + path[1] + u'/' + path[2], query.queryItemValue(u"tag"_s));
}

/// `OWNER/REPOSITORY/pkgs/container/NAME`, `orgs/OWNER/packages/container/[package/]NAME`, and the same below `users/`.
QString onGitHub(const QStringList &path, const QUrlQuery &query)
{
    const QString tag = query.queryItemValue(u"tag"_s);
    const auto decoded = [](const QString &name) { return QUrl::fromPercentEncoding(name.toUtf8()).toLower(); };
    if (path.size() >= 5 && path[2] == u"pkgs" && path[3] == u"container")
        return withTag(u"ghcr.io/"_s + path[0].toLower() + u'/' + decoded(path[4]), tag);
    if (path.size() >= 5 && (path[0] == u"orgs" || path[0] == u"users") && path[2] == u"packages" && path[3] == u"container") {
        const QString name = path[4] == u"package" && path.size() >= 6 ? path[5] : path[4];
        return withTag(u"ghcr.io/"_s + path[1].toLower() + u'/' + decoded(name), tag);
    }
    return {};
}

QString atAddress(const QString &text)
{
    if (!text.startsWith(u"https://"_s) && !text.startsWith(u"http://"_s))
        return {};
    const QUrl url(text);
    const QStringList path = url.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts);
    const QUrlQuery query(url);
    const QString host = url.host();
    if (host == u"hub.docker.com" || host == u"www.docker.com")
        return onDockerHub(path, query);
    if (host == u"quay.io")
        return onQuay(path, query);
    if (host == u"github.com")
        return onGitHub(path, query);
    // The address of an image in its registry: everything but the scheme is a reference.
    return path.isEmpty() ? QString() : url.authority() + u'/' + path.join(u'/');
}

} // namespace

QString referenceIn(const QString &pasted)
{
    const QString text = pasted.trimmed();
    for (const QString &found : {pulledBy(text), atAddress(text)}) {
        if (!found.isEmpty())
            return found;
    }
    return text;
}

} // namespace stratoscope::ui
