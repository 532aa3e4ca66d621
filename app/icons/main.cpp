// SPDX-License-Identifier: Apache-2.0
//
// Draws the program's icon in the sizes of the icon theme specification, at build time:
//
//     stratoscope-make-icons ICON.svg FOLDER
//
// writes FOLDER/SIZExSIZE/apps/ICON.png.
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int kSizes[] = {16, 22, 24, 32, 48, 64, 128, 256, 512};

int complain(const QString &subject, const char *what)
{
    std::fprintf(stderr, "stratoscope-make-icons: %s: %s\n", qPrintable(subject), what);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3)
        return complain(u"usage"_s, "stratoscope-make-icons ICON.svg FOLDER");
    const QString icon = QFile::decodeName(argv[1]);
    QSvgRenderer renderer;
    if (!renderer.load(icon))
        return complain(icon, "cannot be read as SVG");
    for (const int size : kSizes) {
        const QString folder = u"%1/%2x%2/apps"_s.arg(QFile::decodeName(argv[2])).arg(size);
        const QString file = folder + u'/' + QFileInfo(icon).completeBaseName() + u".png"_s;
        QImage picture(size, size, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        renderer.render(&painter);
        painter.end();
        if (!QDir().mkpath(folder) || !picture.save(file))
            return complain(file, "cannot be written");
    }
    return 0;
}
