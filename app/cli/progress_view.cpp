// SPDX-License-Identifier: Apache-2.0
#include "app/cli/progress_view.h"

#include "app/cli/context.h"
#include "base/error.h"
#include "base/json_writer.h"

#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

const std::string kEraseRest = "\033[K"; // of the line (ECMA-48)

std::string asJson(const Progress &progress)
{
    JsonWriter json;
    json.beginObject()
        .member("stage", stageName(progress.stage))
        .member("current", progress.current)
        .member("total", progress.total)
        .member("filename", progress.filename)
        .member("blobIndex", progress.blobIndex)
        .member("blobCount", progress.blobCount)
        .member("bytesPerSecond", qint64(progress.bytesPerSecond))
        .member("eta", progress.eta)
        .endObject();
    return json.take() + '\n';
}

QString duration(qint64 seconds)
{
    return seconds < 60 ? u"%1 s"_s.arg(seconds) : u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
}

QString asText(const Progress &progress)
{
    QStringList parts{stageName(progress.stage)};
    if (progress.total > 0)
        parts << u"%1 %"_s.arg(100 * double(progress.current) / double(progress.total), 0, 'f', 0)
              << u"%1 of %2"_s.arg(sizeText(std::uint64_t(progress.current)), sizeText(std::uint64_t(progress.total)));
    else if (progress.current > 0)
        parts << sizeText(std::uint64_t(progress.current));
    if (progress.bytesPerSecond >= 1)
        parts << sizeText(std::uint64_t(progress.bytesPerSecond)) + u"/s"_s;
    if (progress.eta >= 0)
        parts << duration(progress.eta) + u" left"_s;
    if (!progress.filename.isEmpty())
        parts << printable(progress.filename.toStdString());
    return parts.join(u"  "_s);
}

qsizetype terminalColumns()
{
    winsize window{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0 ? window.ws_col : 80;
}

} // namespace

ProgressView::ProgressView(Form form)
    : m_form(form)
{
}

void ProgressView::show(const Progress &progress)
{
    const std::scoped_lock lock(m_mutex);
    if (m_form == Form::Json)
        writeError(asJson(progress));
    else if (m_form == Form::Line)
        writeError((u'\r' + asText(progress).left(terminalColumns() - 1)).toStdString() + kEraseRest);
    m_isDrawn = m_form == Form::Line;
}

void ProgressView::clear()
{
    const std::scoped_lock lock(m_mutex);
    if (std::exchange(m_isDrawn, false))
        writeError('\r' + kEraseRest);
}

} // namespace stratoscope::cli
