// SPDX-License-Identifier: Apache-2.0
#include "sample_files.h"

namespace sample {

namespace {

constexpr unsigned kDirectory = 0755;
constexpr unsigned kProgram = 0755;
constexpr unsigned kLink = 0777;
constexpr int kApp = 1000;

Entry directory(const char *path, unsigned mode = kDirectory)
{
    return {.path = path, .mode = mode};
}

Entry link(const char *path, const char *target)
{
    return {.path = path, .mode = kLink, .type = '2', .linkTo = target};
}

Entry copy(const char *path, const char *source)
{
    return {.path = path, .copyOf = source};
}

Layer baseSystem()
{
    return {
        .createdBy = "/bin/sh -c #(nop) ADD file:base.tar in / ",
        .time = 1'767'225'600, // 2026-01-01
        .entries = {
            directory("etc/"),
            {.path = "etc/os-release", .text = "NAME=\"Sample Linux\"\nID=sample\nVERSION_ID=1\nPRETTY_NAME=\"Sample Linux 1\"\n"},
            {.path = "etc/passwd", .text = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"},
            {.path = "etc/group", .text = "root:x:0:\nnogroup:x:65534:\n"},
            {.path = "etc/shadow", .mode = 0640, .text = "root:*:20454:0:99999:7:::\n"},
            {.path = "etc/hostname", .text = "sample\n"},
            {.path = "etc/motd", .text = "Welcome. Three layers made this file system: look at each of them.\n"},
            directory("root/", 0700),
            directory("tmp/", 01777),
            directory("usr/"),
            directory("usr/bin/"),
            {.path = "usr/bin/greet", .mode = kProgram, .text = "#!/bin/sh\n# Says who is there.\nexec cat /etc/motd\n"},
            {.path = "usr/bin/hello", .mode = kProgram, .type = '1', .linkTo = "usr/bin/greet"},
            link("bin", "usr/bin"),
            directory("usr/lib/"),
            link("lib", "usr/lib"),
            {.path = "usr/lib/greetings.txt", .text = "good morning\ngood afternoon\ngood evening\n"},
            directory("usr/share/"),
            directory("usr/share/doc/"),
            directory("usr/share/doc/base/"),
            copy("usr/share/doc/base/LICENSE", "LICENSE"),
            {.path = "usr/share/doc/base/CHANGES", .text = "1  The first release.\n"},
            directory("var/"),
            directory("var/cache/"),
            directory("var/cache/packages/"),
            copy("var/cache/packages/index", "LICENSE"),
            directory("var/log/"),
            {.path = "var/log/install.log", .text = "base system installed\n"},
        },
    };
}

Layer application()
{
    return {
        .createdBy = "COPY app/ /srv/app/ # buildkit",
        .time = 1'769'904'000, // 2026-02-01
        .entries = {
            {.path = "etc/passwd",
             .text = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\napp:x:1000:1000:the application:/srv/app:/bin/sh\n"},
            {.path = "etc/group", .text = "root:x:0:\nnogroup:x:65534:\napp:x:1000:\n"},
            directory("srv/"),
            directory("srv/app/"),
            {.path = "srv/app/config.json",
             .text = "{\n  \"port\": 8080,\n  \"debug\": true,\n  \"pages\": [\"index.html\", \"about.html\"]\n}\n"},
            {.path = "srv/app/server.py",
             .text = "\"\"\"Serves the folder beside it over HTTP.\"\"\"\nimport functools\nimport http.server\nimport sys\n\n\ndef main():\n"
                     "    port = int(sys.argv[sys.argv.index(\"--port\") + 1]) if \"--port\" in sys.argv else 8080\n"
                     "    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=\"/srv/app/pages\")\n"
                     "    http.server.ThreadingHTTPServer((\"\", port), handler).serve_forever()\n\n\nif __name__ == \"__main__\":\n    main()\n"},
            directory("srv/app/pages/"),
            {.path = "srv/app/pages/index.html", .text = "<!doctype html>\n<title>Sample</title>\n<img src=\"logo.svg\" alt=\"\">\n<p>It works.</p>\n"},
            {.path = "srv/app/pages/about.html", .text = "<!doctype html>\n<title>About</title>\n<p>A sample of what an image holds.</p>\n"},
            copy("srv/app/pages/logo.svg", "resources/io.github.stratoscope.Stratoscope.svg"),
            directory("srv/app/icons/"),
            copy("srv/app/icons/folder.svg", "resources/icons/folder.svg"),
            copy("srv/app/icons/file.svg", "resources/icons/file.svg"),
            copy("srv/app/icons/old.svg", "resources/icons/archive.svg"),
            directory("srv/app/tests/"),
            {.path = "srv/app/tests/test_server.py", .text = "def test_pages():\n    assert True\n"},
            {.path = "srv/app/tests/page.html", .text = "<!doctype html>\n<title>Test</title>\n"},
            {.path = "usr/bin/serve", .mode = kProgram, .text = "#!/bin/sh\nexec python3 /srv/app/server.py \"$@\"\n"},
            {.path = "lib/app.conf", .text = "# Lands in /usr/lib: the base system's /lib is a link to it.\nworkers = 2\n"},
            directory("srv/app/logs/"),
            {.path = "srv/app/logs/build.log", .text = "built\n"},
        },
    };
}

Layer cleanUp()
{
    return {
        .createdBy = "RUN /bin/sh -c rm -rf /var/cache/packages /srv/app/tests && chown -R app /srv/app # buildkit",
        .time = 1'772'366'400, // 2026-03-01
        .entries = {
            {.path = "srv/app/config.json",
             .mode = 0640,
             .owner = kApp,
             .text = "{\n  \"port\": 8080,\n  \"debug\": false,\n  \"pages\": [\"index.html\", \"about.html\"]\n}\n"},
            {.path = "srv/app/.wh.tests"},
            directory("srv/app/icons/"),
            {.path = "srv/app/icons/.wh..wh..opq"},
            copy("srv/app/icons/search.svg", "resources/icons/search.svg"),
            copy("srv/app/icons/layers.svg", "resources/icons/layers.svg"),
            link("srv/app/logs", "../../var/log"),
            link("srv/current", "app"),
            {.path = "usr/share/doc/base/.wh.CHANGES"},
            {.path = "var/cache/.wh.packages"},
            {.path = "var/log/install.log", .text = "base system installed\napplication installed\ncleaned up\n"},
        },
    };
}

} // namespace

const std::vector<Layer> &layers()
{
    static const std::vector<Layer> kLayers{baseSystem(), application(), cleanUp()};
    return kLayers;
}

} // namespace sample
