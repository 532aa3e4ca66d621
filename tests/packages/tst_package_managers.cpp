// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/go_build_info.h"
#include "packages/read_packages.h"
#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/package_text.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QDir>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

/// Compares with what the package managers themselves say.
class TestPackageManagers : public QObject
{
    Q_OBJECT

private:
    TestFolder m_folder;

    QString path(const QString &name) const { return m_folder.path() + u'/' + name; }
    QByteArray run(const QString &program, const QStringList &arguments) const
    {
        return runTool(program, arguments, m_folder.path());
    }
    /// An image of what `tar` packs.
    ImageFs packed(const QStringList &arguments) const
    {
        const QByteArray tar = run(u"tar"_s, QStringList{u"-cf"_s, u"-"_s, u"--sort=name"_s} + arguments);
        return fsOf({TarBuilder().raw({tar.constData(), std::size_t(tar.size())})});
    }
    static QStringList sorted(QStringList lines)
    {
        lines.sort();
        return lines;
    }
    static QStringList linesOf(const QByteArray &text) { return sorted(QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)); }

private Q_SLOTS:
    void agreesWithDpkg()
    {
        // A copy, since the machine may be installing something.
        const QString copy = path(u"dpkg"_s);
        QDir().mkpath(copy);
        run(u"cp"_s, {u"-r"_s, u"/var/lib/dpkg/status"_s, u"/var/lib/dpkg/info"_s, copy});
        const QString format = u"${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${Installed-Size}\n"_s;
        QStringList installed;
        for (const QString &line : linesOf(run(u"dpkg-query"_s, {u"--admindir"_s, copy, u"-W"_s, u"-f"_s, format}))) {
            if (!line.startsWith(u"config-files "_s) && !line.startsWith(u"not-installed "_s))
                installed += line.section(u' ', 1);
        }
        QVERIFY(installed.size() > 50);
        const ImageFs fs
            = packed({u"-C"_s, m_folder.path(), u"--transform=s,^dpkg,var/lib/dpkg,"_s, u"dpkg/status"_s, u"dpkg/info"_s});
        const PackageList list = readPackages(fs, {});
        QStringList found;
        for (const Package &package : list.packages) {
            found += QString::fromStdString(package.name + ' ' + package.version + ' ' + package.arch + ' ' + package.source + ' ')
                + (package.size ? QString::number(*package.size / 1024) : QString());
        }
        QCOMPARE(sorted(found), sorted(installed));
        QCOMPARE(noteLines(list), QStringList());
    }

    void agreesWithDpkgAboutFiles()
    {
        const QStringList listed = linesOf(run(u"dpkg"_s, {u"-L"_s, u"bash"_s}));
        QStringList paths{u"-C"_s,
                          u"/"_s,
                          u"--no-recursion"_s,
                          u"--ignore-failed-read"_s,
                          u"var/lib/dpkg/status"_s,
                          u"var/lib/dpkg/info/bash.list"_s};
        for (const QString &file : listed) {
            if (file != u"/."_s)
                paths += file.sliced(1);
        }
        const ImageFs fs = packed(paths);
        QSet<NodeId> expected;
        for (const QString &file : listed) {
            const auto node = fs.tree->resolve(file.toStdString(), false);
            if (node && !fs.tree->isDirectory(*fs.tree->resolve(file.toStdString())))
                expected.insert(*node);
        }
        QVERIFY(expected.size() > 5);
        for (const Package &package : readPackages(fs, {}).packages) {
            if (package.name == "bash")
                QCOMPARE(QSet<NodeId>(package.files.begin(), package.files.end()), expected);
        }
    }

    void agreesWithRpm()
    {
        const auto spec = [](const QByteArray &name, const QByteArray &rest) {
            return "Name: " + name + "\nSummary: S\nLicense: MIT and BSD\nVendor: Example\nBuildArch: noarch\n" + rest
                + "\n%description\nText\n%install\nmkdir -p %{buildroot}/usr/share/" + name
                + "\necho hello > %{buildroot}/usr/share/" + name + "/hello\nln -s hello %{buildroot}/usr/share/" + name
                + "/link\n%files\n/usr/share/" + name + "\n";
        };
        writeDisk(path(u"one.spec"_s), spec("one", "Version: 1.2~rc1\nRelease: 3\nEpoch: 2"));
        writeDisk(path(u"two.spec"_s), spec("two", "Version: 10\nRelease: 1"));
        const QString top = u"_topdir "_s + path(u"top"_s);
        for (const QString &name : {u"one.spec"_s, u"two.spec"_s})
            run(u"rpmbuild"_s, {u"-bb"_s, u"--quiet"_s, u"--define"_s, top, path(name)});
        const QString packages = path(u"top/RPMS/noarch/"_s);
        const QStringList database{u"--dbpath"_s, path(u"root/var/lib/rpm"_s)};
        run(u"rpm"_s,
            database
                + QStringList{u"-i"_s, u"--justdb"_s, u"--nodeps"_s, packages + u"one-1.2~rc1-3.noarch.rpm"_s,
                              packages + u"two-10-1.noarch.rpm"_s});
        for (const QString &name : {u"one"_s, u"two"_s}) {
            writeDisk(path(u"root/usr/share/%1/hello"_s.arg(name)), "hello\n");
            QFile::link(u"hello"_s, path(u"root/usr/share/%1/link"_s.arg(name)));
        }

        const ImageFs fs = packed({u"-C"_s, path(u"root"_s), u"usr"_s, u"var"_s});
        const PackageList list = readPackages(fs, {});
        QCOMPARE(
            packageLines(fs, list),
            (QStringList{u"rpm one:noarch 2:1.2~rc1-3 <- one-1.2~rc1-3.src.rpm [/usr/share/one/hello /usr/share/one/link] 11 L0"_s,
                         u"rpm two:noarch 10-1 <- two-10-1.src.rpm [/usr/share/two/hello /usr/share/two/link] 11 L0"_s}));
        QStringList found;
        for (const Package &package : list.packages) {
            found += QString::fromStdString(package.name + ' ' + package.version + ' ' + package.arch + ' ' + package.license + ' '
                                            + package.maintainer + ' ' + package.source + ' ')
                + QString::number(package.size.value_or(0));
        }
        const QString format
            = u"%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH} %{LICENSE} %{VENDOR} %{SOURCERPM} %{SIZE}\n"_s;
        QCOMPARE(sorted(found), linesOf(run(u"rpm"_s, database + QStringList{u"-qa"_s, u"--qf"_s, format})));
        QCOMPARE(noteLines(list), QStringList());
    }

    void agreesWithPython()
    {
        const QString site = path(u"site"_s);
        const QString script = u"import importlib.metadata as m, sys\n"
                               "for d in m.distributions(path=[sys.argv[1]]):\n"
                               "    files = sorted(str(f.locate().resolve()) for f in d.files or [] if f.locate().exists())\n"
                               "    print(' '.join([d.metadata['Name'], d.version] + files))\n"_s;
        writeDisk(site + u"/a/__init__.py"_s, "x");
        writeDisk(site + u"/a-1.0.dist-info/METADATA"_s,
                  "Metadata-Version: 2.1\nName: A.b_c\nVersion: 1.0rc1\nX: y\n z\n\nbody: 1\n");
        writeDisk(site + u"/a-1.0.dist-info/RECORD"_s,
                  "a/__init__.py,sha256=abc,1\na-1.0.dist-info/METADATA,,\n../bin/a,,\n\"a/quoted,name.py\",,\na/gone.py,,\n");
        writeDisk(site + u"/a/quoted,name.py"_s, "x");
        writeDisk(path(u"bin/a"_s), "x");
        writeDisk(site + u"/b-2.egg-info/PKG-INFO"_s, "Metadata-Version: 1.0\nName: b\nVersion: 2\n");
        const QString root = QFileInfo(m_folder.path()).canonicalFilePath();
        const QStringList expected = linesOf(run(u"python3"_s, {u"-c"_s, script, site})).replaceInStrings(root, QString());
        const ImageFs fs = packed({u"-C"_s, m_folder.path(), u"site"_s, u"bin"_s});
        QStringList found;
        for (const Package &package : readPackages(fs, {}).packages) {
            QStringList files;
            const bool isListed = package.files != std::vector{package.describedBy};
            for (const NodeId file : isListed ? package.files : std::vector<NodeId>())
                files += QString::fromStdString(fs.tree->path(file));
            found += QString::fromStdString(package.name + ' ' + package.version)
                + (sorted(files).isEmpty() ? QString() : u' ' + sorted(files).join(u' '));
        }
        QCOMPARE(sorted(found), expected);
    }

    void agreesWithGo()
    {
        writeDisk(path(u"program/go.mod"_s),
                  "module example.test/hello\ngo 1.18\nrequire example.test/dep v1.2.3\n"
                  "replace example.test/dep => ./dep\n");
        writeDisk(path(u"program/main.go"_s), "package main\nimport \"example.test/dep\"\nfunc main() { println(dep.Text) }\n");
        writeDisk(path(u"program/dep/go.mod"_s), "module example.test/dep\n");
        writeDisk(path(u"program/dep/dep.go"_s), "package dep\nvar Text = \"dep\"\n");
        const QString program = path(u"root/hello"_s);
        run(u"env"_s,
            {u"-C"_s, path(u"program"_s), u"GOFLAGS=-mod=mod"_s, u"GOPROXY=off"_s, u"CGO_ENABLED=0"_s, u"go"_s, u"build"_s, u"-o"_s,
             program, u"."_s});
        const QByteArray told = run(u"go"_s, {u"version"_s, u"-m"_s, program});
        GoBuildInfo expected;
        expected.addModules(QByteArray(told).replace("\n\t", "\n").toStdString());
        const QString version
            = QString::fromLatin1(told.sliced(told.indexOf(": go") + 4, told.indexOf('\n') - told.indexOf(": go") - 4));
        QVERIFY(expected.main.path == "example.test/hello" && !expected.dependencies.empty());

        const ImageFs fs = packed({u"-C"_s, path(u"root"_s), u"hello"_s});
        const QString size = QString::number(QFileInfo(program).size());
        QStringList modules{u"go example.test/hello %1 [/hello] %2 L0"_s.arg(QString::fromStdString(expected.main.version), size),
                            u"go stdlib %1 [/hello] L0"_s.arg(version)};
        for (const GoBuildInfo::Module &module : expected.dependencies)
            modules += u"go %1 %2 [/hello] L0"_s.arg(QString::fromStdString(module.path), QString::fromStdString(module.version));
        const PackageList list = readPackages(fs, {});
        QCOMPARE(sorted(packageLines(fs, list)), sorted(modules));
        QCOMPARE(noteLines(list), QStringList());
    }
};

STRATOSCOPE_GUILESS_TEST(TestPackageManagers)
#include "tst_package_managers.moc"
