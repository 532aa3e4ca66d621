// SPDX-License-Identifier: Apache-2.0
//
// A window from which files can be dragged, as from a file manager: stratoscope-drag-source X Y FILE...
#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

namespace {

class Source : public QLabel
{
public:
    explicit Source(const QStringList &files)
        : QLabel(files.join(QLatin1Char('\n')))
    {
        for (const QString &file : files)
            m_urls.append(QUrl::fromLocalFile(file));
    }

protected:
    void mouseMoveEvent(QMouseEvent *event) override
    {
        if (!(event->buttons() & Qt::LeftButton))
            return;
        auto *const data = new QMimeData;
        data->setUrls(m_urls);
        auto *const drag = new QDrag(this);
        drag->setMimeData(data);
        drag->exec(Qt::CopyAction);
    }

private:
    QList<QUrl> m_urls;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    Source source(arguments.mid(3));
    source.setGeometry(arguments[1].toInt(), arguments[2].toInt(), 120, 60);
    source.show();
    return QApplication::exec();
}
