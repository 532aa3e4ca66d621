<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ArchiveListing</name>
    <message>
        <source>Only the first %1 entries are shown.</source>
        <translation>仅显示前 %1 个条目。</translation>
    </message>
    <message>
        <source>Entries whose paths make no sense are left out.</source>
        <translation>路径不合理的条目已略去。</translation>
    </message>
    <message>
        <source>The archive cannot be read to its end: %1.</source>
        <translation>无法将归档读取到末尾：%1。</translation>
    </message>
    <message>
        <source>claims more than there is memory for</source>
        <translation>声称的大小超出可用内存</translation>
    </message>
    <message>
        <source>is an archive too large to be listed here</source>
        <translation>归档过大，无法在此列出</translation>
    </message>
    <message>
        <source>is a damaged archive: %1</source>
        <translation>归档已损坏：%1</translation>
    </message>
    <message>
        <source>Debian package</source>
        <translation>Debian 软件包</translation>
    </message>
    <message>
        <source>unpacks to more than is read for a listing</source>
        <translation>解压后的大小超出列出内容时读取的上限</translation>
    </message>
</context>
<context>
    <name>Attributes</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Capabilities</source>
        <translation>能力 (capabilities)</translation>
    </message>
    <message>
        <source>SELinux label</source>
        <translation>SELinux 标签</translation>
    </message>
    <message>
        <source>Access list</source>
        <translation>访问控制列表</translation>
    </message>
    <message>
        <source>Access list of what is made inside</source>
        <translation>内部新建项的默认访问控制列表</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message numerus="yes">
        <source>%Ln bytes</source>
        <translation>
            <numerusform>%Ln 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2 bytes)</source>
        <translation>%1（%2 字节）</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>The layer is damaged</source>
        <translation>该层已损坏</translation>
    </message>
    <message>
        <source>Not verified yet</source>
        <translation>尚未校验</translation>
    </message>
    <message>
        <source>Hard link to</source>
        <translation>硬链接到</translation>
    </message>
    <message>
        <source>Link target</source>
        <translation>链接目标</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>指向</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>No layer names this folder itself, only what is inside it.</source>
        <translation>没有任何层记录此文件夹本身，只记录了其中的内容。</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2, counted from 0</source>
        <translation>第 %1 层，共 %2 层（从 0 开始计数）</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>创建指令</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>As a tar</source>
        <translation>tar 大小</translation>
    </message>
    <message>
        <source>Compressed</source>
        <translation>压缩后</translation>
    </message>
    <message>
        <source>Media type</source>
        <translation>媒体类型</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Diff ID</source>
        <translation>Diff ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Entry point</source>
        <translation>入口点</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Working directory</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>停止信号</translation>
    </message>
    <message>
        <source>Config digest</source>
        <translation>配置摘要</translation>
    </message>
    <message>
        <source>nothing: %1 is not in this tree</source>
        <translation>无：%1 不在此文件树中</translation>
    </message>
    <message>
        <source>nothing: the links lead in a circle</source>
        <translation>无：链接形成循环</translation>
    </message>
    <message>
        <source>Hard links</source>
        <translation>硬链接</translation>
    </message>
    <message>
        <source>Was linked to</source>
        <translation>曾链接到</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Elf</name>
    <message>
        <source>machine %1</source>
        <translation>机器类型 %1</translation>
    </message>
    <message>
        <source>%1-bit %2 executable</source>
        <translation>%1 位 %2 可执行文件</translation>
    </message>
    <message>
        <source>%1-bit %2 shared library</source>
        <translation>%1 位 %2 共享库</translation>
    </message>
    <message>
        <source>%1-bit %2 object file</source>
        <translation>%1 位 %2 目标文件</translation>
    </message>
    <message>
        <source>%1-bit %2 core dump</source>
        <translation>%1 位 %2 核心转储</translation>
    </message>
    <message>
        <source>%1-bit %2 ELF file</source>
        <translation>%1 位 %2 ELF 文件</translation>
    </message>
    <message>
        <source>big-endian</source>
        <translation>大端</translation>
    </message>
    <message>
        <source>position-independent</source>
        <translation>位置无关</translation>
    </message>
    <message>
        <source>statically linked</source>
        <translation>静态链接</translation>
    </message>
    <message>
        <source>dynamically linked</source>
        <translation>动态链接</translation>
    </message>
    <message>
        <source>stripped</source>
        <translation>已剥离符号</translation>
    </message>
    <message>
        <source>not stripped</source>
        <translation>未剥离符号</translation>
    </message>
    <message>
        <source>with debug information</source>
        <translation>带有调试信息</translation>
    </message>
</context>
<context>
    <name>FileFacts</name>
    <message>
        <source>%1 (not in this tree)</source>
        <translation>%1（不在此文件树中）</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Loader</source>
        <translation>加载器</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>%1 (not in the usual folders)</source>
        <translation>%1（不在常用文件夹中）</translation>
    </message>
    <message>
        <source>Build ID</source>
        <translation>构建 ID</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Argument</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>FilterHelp</name>
    <message>
        <source>in the name</source>
        <translation>名称中包含</translation>
    </message>
    <message>
        <source>in the path</source>
        <translation>路径中包含</translation>
    </message>
    <message>
        <source>patterns for the name or the path</source>
        <translation>名称或路径的通配符</translation>
    </message>
    <message>
        <source>a regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>the size of a file</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>file, dir, symlink, hardlink, device, fifo, socket</source>
        <translation>file、dir、symlink、hardlink、device、fifo、socket</translation>
    </message>
    <message>
        <source>suid, sgid, sticky, executable, writable, or bits</source>
        <translation>suid、sgid、sticky、executable、writable 或权限位</translation>
    </message>
    <message>
        <source>by number, or by the image&apos;s own names</source>
        <translation>按编号，或按镜像中的用户名和组名</translation>
    </message>
    <message>
        <source>the layer that brought it</source>
        <translation>引入该条目的层</translation>
    </message>
    <message>
        <source>added, modified or removed by the chosen layers</source>
        <translation>被所选的层添加、修改或删除</translation>
    </message>
    <message>
        <source>with such an extended attribute</source>
        <translation>带有此扩展属性</translation>
    </message>
    <message>
        <source>All of several terms have to fit; a - before one turns it round.</source>
        <translation>多个条件须同时满足；在条件前加 - 表示取反。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%L1 B</source>
        <translation>%L1 B</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 s</source>
        <translation>%L1 秒</translation>
    </message>
    <message>
        <source>%L1 min %L2 s</source>
        <translation>%L1 分 %L2 秒</translation>
    </message>
    <message>
        <source>%L1 h %L2 min</source>
        <translation>%L1 小时 %L2 分</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Symbolic link</source>
        <translation>符号链接</translation>
    </message>
    <message>
        <source>Hard link</source>
        <translation>硬链接</translation>
    </message>
    <message>
        <source>Character device</source>
        <translation>字符设备</translation>
    </message>
    <message>
        <source>Block device</source>
        <translation>块设备</translation>
    </message>
    <message>
        <source>Named pipe</source>
        <translation>命名管道</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>Whiteout: removes what lower layers have here</source>
        <translation>whiteout 标记（删除标记）：移除下层在此处的内容</translation>
    </message>
    <message>
        <source>Opaque mark: hides what lower layers have in this folder</source>
        <translation>opaque 标记（不透明标记）：隐藏下层在此文件夹中的内容</translation>
    </message>
    <message>
        <source>%L1 seconds from 1970</source>
        <translation>自 1970 年起 %L1 秒</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>Looking at the image</source>
        <translation>正在查看镜像</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Verifying layers</source>
        <translation>正在校验各层</translation>
    </message>
    <message>
        <source>Reading layers</source>
        <translation>正在读取各层</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a list</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Media type</source>
        <translation>媒体类型</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Config digest</source>
        <translation>配置摘要</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>root (%1), since none is named</source>
        <translation>root（%1），因为未指定用户</translation>
    </message>
    <message>
        <source>none, also not that of the image below</source>
        <translation>无，也不采用下层镜像的设置</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>每 %1 一次</translation>
    </message>
    <message>
        <source>for at most %1</source>
        <translation>最长 %1</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>%1 后</translation>
    </message>
    <message>
        <source>failures until it counts as unhealthy: %1</source>
        <translation>失败 %1 次后视为不健康</translation>
    </message>
    <message>
        <source>How it runs</source>
        <translation>运行方式</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Entry point</source>
        <translation>入口点</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Working directory</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>停止信号</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>On build</source>
        <translation>构建触发指令</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Compressed</source>
        <translation>压缩后</translation>
    </message>
    <message>
        <source>As a tar</source>
        <translation>tar 大小</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>this image</source>
        <translation>此镜像</translation>
    </message>
    <message>
        <source>attestation</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签 (label)</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>注解</translation>
    </message>
</context>
<context>
    <name>InspectorView</name>
    <message>
        <source>There are %1 more.</source>
        <translation>另有 %1 项。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Drop to open</source>
        <translation>松开以打开</translation>
    </message>
</context>
<context>
    <name>NameRegex</name>
    <message>
        <source>is no regular expression: %1 (after %2)</source>
        <translation>不是正则表达式：%1（位于 %2 之后）</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>An empty folder</source>
        <translation>空文件夹</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>This layer removes what lower layers have here</source>
        <translation>此层移除下层在此处的内容</translation>
    </message>
    <message>
        <source>This layer hides what lower layers have in this folder</source>
        <translation>此层隐藏下层在此文件夹中的内容</translation>
    </message>
    <message>
        <source>The file that this hard link names is in a lower layer</source>
        <translation>此硬链接所指的文件位于下层</translation>
    </message>
    <message>
        <source>This link leads to nothing in this tree</source>
        <translation>此链接在当前文件树中没有目标</translation>
    </message>
    <message>
        <source>%1: </source>
        <translation>%1：</translation>
    </message>
    <message>
        <source>An empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>The first %1 of what it unpacks to.</source>
        <translation>解压后内容的前 %1。</translation>
    </message>
    <message>
        <source>The first %1 of the file; Bytes shows all of it.</source>
        <translation>文件的前 %1；“字节”视图可显示全部内容。</translation>
    </message>
    <message>
        <source>%1 picture, %2 × %3</source>
        <translation>%1 图片，%2 × %3</translation>
    </message>
    <message>
        <source>%1 text</source>
        <translation>%1 文本</translation>
    </message>
</context>
<context>
    <name>Referrers</name>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>SBOM</source>
        <translation>SBOM</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>来源证明</translation>
    </message>
    <message>
        <source>Attestation</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Predicate</source>
        <translation>谓词</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>About</source>
        <translation>所属对象</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签名</translation>
    </message>
</context>
<context>
    <name>RegistryFacts</name>
    <message>
        <source>mirror</source>
        <translation>镜像站</translation>
    </message>
    <message>
        <source>without TLS</source>
        <translation>不使用 TLS</translation>
    </message>
    <message>
        <source>without TLS where it has none</source>
        <translation>不支持 TLS 时不使用</translation>
    </message>
    <message>
        <source>any certificate</source>
        <translation>接受任何证书</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>a token</source>
        <translation>令牌</translation>
    </message>
</context>
<context>
    <name>SaveFile</name>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>the file ends too early</source>
        <translation>文件提前结束</translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message>
        <source>There was nothing to remove.</source>
        <translation>没有可移除的内容。</translation>
    </message>
    <message>
        <source>Freed %1.</source>
        <translation>已释放 %1。</translation>
    </message>
    <message>
        <source>Freed %1. Not used for long, and removed: %2.</source>
        <translation>已释放 %1。长期未使用而被移除：%2。</translation>
    </message>
    <message numerus="yes">
        <source>Freed %1. Not used for long, and removed: %2 and %n others.</source>
        <translation>
            <numerusform>已释放 %1。长期未使用而被移除：%2 以及另外 %n 个。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TreeFilter</name>
    <message>
        <source>a size is, for example, size:&gt;10M, size:&lt;=4k or size:1M..2M</source>
        <translation>大小的写法例如 size:&gt;10M、size:&lt;=4k 或 size:1M..2M</translation>
    </message>
    <message>
        <source>a layer is, for example, layer:3, layer:&gt;0 or layer:2..4</source>
        <translation>层的写法例如 layer:3、layer:&gt;0 或 layer:2..4</translation>
    </message>
    <message>
        <source>a type is file, directory, symlink, device, character, block, fifo or socket</source>
        <translation>类型可以是 file、directory、symlink、device、character、block、fifo 或 socket</translation>
    </message>
    <message>
        <source>a mode is suid, sgid, sticky, executable, writable, bits such as 0755, or any of some: /022</source>
        <translation>权限可以是 suid、sgid、sticky、executable、writable、权限位（如 0755），或其中任意一位（如 /022）</translation>
    </message>
    <message>
        <source>a number or a name of the image is needed, for example owner:0</source>
        <translation>需要编号或镜像中的名称，例如 owner:0</translation>
    </message>
    <message>
        <source>what changed is added, modified or removed; changed: alone finds all of them</source>
        <translation>更改可以是 added、modified 或 removed；单独使用 changed: 可找出全部更改</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Stratoscope</source>
        <translation>Stratoscope</translation>
    </message>
    <message>
        <source>The image store cannot be used.

%1</source>
        <translation>无法使用镜像存储。

%1</translation>
    </message>
    <message>
        <source>Look into container images, layer by layer.</source>
        <translation>逐层查看容器镜像。</translation>
    </message>
    <message>
        <source>The folder of the image store.</source>
        <translation>镜像存储所在的文件夹。</translation>
    </message>
    <message>
        <source>Open another window, even where one is open already.</source>
        <translation>打开另一个窗口，即使已有窗口打开。</translation>
    </message>
    <message>
        <source>Do not open the images that were open last time.</source>
        <translation>不打开上次打开的镜像。</translation>
    </message>
    <message>
        <source>An image file or folder, or another form that stratoscope-cli takes.</source>
        <translation>镜像文件或文件夹，或 stratoscope-cli 接受的其他写法。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ArchiveModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ArchiveView</name>
    <message>
        <source>Contents of the archive</source>
        <translation>归档内容</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::DetailsView</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Select something to see its properties</source>
        <translation>选择一项以查看其属性</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Go There</source>
        <translation>转到该处(&amp;G)</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;All</source>
        <translation>全部复制(&amp;A)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::EntryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;With…</source>
        <translation>打开方式(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Follow Link</source>
        <translation>跟随链接(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Copy Co&amp;ntent</source>
        <translation>复制内容(&amp;N)</translation>
    </message>
    <message>
        <source>Copy Link &amp;Target</source>
        <translation>复制链接目标(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Save As…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Export to a Folder…</source>
        <translation>导出到文件夹(&amp;E)…</translation>
    </message>
    <message>
        <source>Show the &amp;Layer That Brought It</source>
        <translation>显示引入该条目的层(&amp;L)</translation>
    </message>
    <message>
        <source>All &amp;Versions of This Path…</source>
        <translation>此路径的所有版本(&amp;V)…</translation>
    </message>
    <message>
        <source>E&amp;xpand All Below</source>
        <translation>展开其下全部(&amp;X)</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>No program opens this file</source>
        <translation>没有可打开此文件的程序</translation>
    </message>
    <message>
        <source>Choose one by Open With.</source>
        <translation>请用“打开方式”选择一个程序。</translation>
    </message>
    <message>
        <source>Open With</source>
        <translation>打开方式</translation>
    </message>
    <message>
        <source>Program:</source>
        <translation>程序：</translation>
    </message>
    <message>
        <source>The file could not be opened</source>
        <translation>无法打开文件</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>无法启动 %1。</translation>
    </message>
    <message>
        <source>The file could not be copied out of the image</source>
        <translation>无法从镜像中复制出该文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This link leads nowhere</source>
        <translation>此链接没有目标</translation>
    </message>
    <message>
        <source>Save File As</source>
        <translation>文件另存为</translation>
    </message>
    <message>
        <source>The files could not be copied out of the image</source>
        <translation>无法从镜像中复制出这些文件</translation>
    </message>
    <message>
        <source>The file could not be read</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>This file is no text</source>
        <translation>此文件不是文本</translation>
    </message>
    <message>
        <source>Copy the file itself, or save it.</source>
        <translation>请复制文件本身，或将其保存。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ErrorPage</name>
    <message>
        <source>There are several images here. Which one?</source>
        <translation>这里有多个镜像，要打开哪一个？</translation>
    </message>
    <message>
        <source>Something is not there</source>
        <translation>缺少某项内容</translation>
    </message>
    <message>
        <source>This image is damaged</source>
        <translation>此镜像已损坏</translation>
    </message>
    <message>
        <source>This image is not for this machine</source>
        <translation>此镜像不适用于本机</translation>
    </message>
    <message>
        <source>This is nothing that can be opened here</source>
        <translation>这不是可以在此打开的内容</translation>
    </message>
    <message>
        <source>This is too large</source>
        <translation>内容过大</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Access is denied</source>
        <translation>拒绝访问</translation>
    </message>
    <message>
        <source>Another program is using it</source>
        <translation>另一个程序正在使用它</translation>
    </message>
    <message>
        <source>It is there already</source>
        <translation>它已经存在</translation>
    </message>
    <message>
        <source>The registry does not answer</source>
        <translation>镜像仓库没有响应</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted</source>
        <translation>服务器证书不受信任</translation>
    </message>
    <message>
        <source>A login is needed</source>
        <translation>需要登录</translation>
    </message>
    <message>
        <source>The registry asks to wait</source>
        <translation>镜像仓库要求等待</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportDialog</name>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Files and folders</source>
        <translation>文件和文件夹</translation>
    </message>
    <message>
        <source>Prebaked image folder, for virtual machine monitors</source>
        <translation>预制镜像文件夹，供虚拟机监控器使用</translation>
    </message>
    <message>
        <source>The whole image</source>
        <translation>整个镜像</translation>
    </message>
    <message>
        <source>The selected entry: %1</source>
        <translation>所选条目：%1</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected entries</source>
        <translation>
            <numerusform>所选的 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace what has the same name; keep the rest</source>
        <translation>替换同名内容，保留其余内容</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>F&amp;ormat:</source>
        <translation>格式(&amp;O)：</translation>
    </message>
    <message>
        <source>What:</source>
        <translation>内容：</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Only layer %1</source>
        <translation>仅第 %1 层</translation>
    </message>
    <message>
        <source>The image through layer %1</source>
        <translation>截至第 %1 层的镜像</translation>
    </message>
    <message>
        <source>Export to a Folder</source>
        <translation>导出到文件夹</translation>
    </message>
    <message>
        <source>Name a folder.</source>
        <translation>请指定一个文件夹。</translation>
    </message>
    <message>
        <source>Name the folder with its whole path, from / on.</source>
        <translation>请用从 / 开始的完整路径指定文件夹。</translation>
    </message>
    <message>
        <source>This is a file.</source>
        <translation>这是一个文件。</translation>
    </message>
    <message>
        <source>This folder is not empty.</source>
        <translation>此文件夹不为空。</translation>
    </message>
    <message>
        <source>Exporting to %1</source>
        <translation>正在导出到 %1</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Exported, with some things left out</source>
        <translation>已导出，但略去了部分内容</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>Continue in &amp;Background</source>
        <translation>在后台继续(&amp;B)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FindBar</name>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Previous match (Shift+Return)</source>
        <translation>上一个匹配项 (Shift+Return)</translation>
    </message>
    <message>
        <source>Next match (Return)</source>
        <translation>下一个匹配项 (Return)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到任何内容</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>F&amp;ind:</source>
        <translation>查找(&amp;I)：</translation>
    </message>
    <message>
        <source>&amp;Go to offset:</source>
        <translation>转到偏移量(&amp;G)：</translation>
    </message>
    <message>
        <source>4096 or 0x1000</source>
        <translation>4096 或 0x1000</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移量</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::GeneralPage</name>
    <message>
        <source>&amp;Open the images of the last time</source>
        <translation>打开上次的镜像(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Tell of work that has ended while another window is in front</source>
        <translation>其他窗口在前台时，通知已结束的工作(&amp;T)</translation>
    </message>
    <message>
        <source>The desktop&apos;s</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>语言将在下次启动时更改。</translation>
    </message>
    <message>
        <source>T&amp;heme:</source>
        <translation>主题(&amp;H)：</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>At the start:</source>
        <translation>启动时：</translation>
    </message>
    <message>
        <source>Notifications:</source>
        <translation>通知：</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::HexView</name>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>复制为十六进制(&amp;H)</translation>
    </message>
    <message>
        <source>Copy as &amp;Text</source>
        <translation>复制为文本(&amp;T)</translation>
    </message>
    <message>
        <source>Copy &amp;Offset</source>
        <translation>复制偏移量(&amp;O)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Go to Offset…</source>
        <translation>转到偏移量(&amp;G)…</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageHeader</name>
    <message>
        <source>Other platforms and images</source>
        <translation>其他平台和镜像</translation>
    </message>
    <message>
        <source>Unknown platform</source>
        <translation>未知平台</translation>
    </message>
    <message>
        <source>Platform: %1</source>
        <translation>平台：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of files</source>
        <translation>文件 %1</translation>
    </message>
    <message>
        <source>%1 packed</source>
        <translation>压缩后 %1</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Verification: %1</source>
        <translation>校验：%1</translation>
    </message>
    <message>
        <source>&amp;Verify Again</source>
        <translation>重新校验(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Pull Again</source>
        <translation>重新拉取(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Copy What Is Wrong</source>
        <translation>复制错误信息(&amp;C)</translation>
    </message>
    <message>
        <source>Digest of the manifest</source>
        <translation>清单摘要</translation>
    </message>
    <message>
        <source>Digest of the configuration (image ID)</source>
        <translation>配置摘要（镜像 ID）</translation>
    </message>
    <message>
        <source>Click to copy</source>
        <translation>单击以复制</translation>
    </message>
    <message>
        <source>Copy the digest %1</source>
        <translation>复制摘要 %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageMenu</name>
    <message>
        <source>Looking for others…</source>
        <translation>正在查找其他项…</translation>
    </message>
    <message>
        <source>To Be Pulled</source>
        <translation>可拉取</translation>
    </message>
    <message>
        <source>There is no other platform</source>
        <translation>没有其他平台</translation>
    </message>
    <message>
        <source>Others could not be looked for</source>
        <translation>无法查找其他项</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageTab</name>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Pulling %1</source>
        <translation>正在拉取 %1</translation>
    </message>
    <message>
        <source>The rest is on its way</source>
        <translation>其余部分正在传输</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>%1 / %2 层</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>The file could not be saved</source>
        <translation>无法保存文件</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageView</name>
    <message>
        <source>Filter: a name, a path, *.so, size:&gt;10M, type:symlink, mode:suid …</source>
        <translation>筛选：名称、路径、*.so、size:&gt;10M、type:symlink、mode:suid …</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>What can be looked for</source>
        <translation>可以查找什么</translation>
    </message>
    <message>
        <source>This layer cannot be shown</source>
        <translation>无法显示此层</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到任何内容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln matches</source>
        <translation>
            <numerusform>%Ln 个匹配项</numerusform>
        </translation>
    </message>
    <message>
        <source>Expand All</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Collapse All</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>This image is damaged; what is shown of it may be wrong</source>
        <translation>此镜像已损坏，显示的内容可能有误</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What is in the image</source>
        <translation>镜像内容</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>What the image is and how it is run (Ctrl+I)</source>
        <translation>镜像信息及其运行方式 (Ctrl+I)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::InspectorView</name>
    <message>
        <source>&amp;Look for Signatures and SBOMs</source>
        <translation>查找签名和 SBOM(&amp;L)</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>What the image is and how it is run</source>
        <translation>镜像信息及其运行方式</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>The image&apos;s configuration as JSON</source>
        <translation>镜像的配置 (JSON)</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>The image&apos;s manifest as JSON</source>
        <translation>镜像的清单 (JSON)</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>The index that the image was chosen from, as JSON</source>
        <translation>从中选出此镜像的索引 (JSON)</translation>
    </message>
    <message>
        <source>About the image</source>
        <translation>关于此镜像</translation>
    </message>
    <message>
        <source>Asks %1 what it has about %2</source>
        <translation>向 %1 查询它所存的关于 %2 的内容</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::JsonModel</name>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::JsonPage</name>
    <message>
        <source>JSON document</source>
        <translation>JSON 文档</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the document as it was received</source>
        <translation>按接收时的原样复制文档</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the document as it was received</source>
        <translation>按接收时的原样保存文档</translation>
    </message>
    <message>
        <source>Save Document As</source>
        <translation>文档另存为</translation>
    </message>
    <message>
        <source>The document could not be saved</source>
        <translation>无法保存文档</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::JsonView</name>
    <message>
        <source>JSON document</source>
        <translation>JSON 文档</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>复制名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>展开其下全部(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>全部折叠(&amp;C)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LayerModel</name>
    <message>
        <source>Not verified yet</source>
        <translation>尚未校验</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Damaged: not what its digest promises</source>
        <translation>已损坏：内容与摘要不符</translation>
    </message>
    <message>
        <source>Nothing to verify it against</source>
        <translation>没有可供校验的依据</translation>
    </message>
    <message>
        <source>No command recorded</source>
        <translation>未记录命令</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整个镜像</translation>
    </message>
    <message>
        <source>Step without a layer: %1</source>
        <translation>没有层的步骤：%1</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>%1 added, %2 changed, %3 removed</source>
        <translation>添加 %1 项，修改 %2 项，删除 %3 项</translation>
    </message>
    <message>
        <source>This step changed no files: it has no layer.</source>
        <translation>此步骤没有更改任何文件，因此没有对应的层。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LayerPane</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整个镜像</translation>
    </message>
    <message>
        <source>The file system of all layers together</source>
        <translation>所有层叠加后的文件系统</translation>
    </message>
    <message>
        <source>Through this layer</source>
        <translation>截至此层</translation>
    </message>
    <message>
        <source>The file system as it was after the selected layer</source>
        <translation>叠加到所选层为止的文件系统</translation>
    </message>
    <message>
        <source>Only its changes</source>
        <translation>仅此层更改</translation>
    </message>
    <message>
        <source>What the selected layer, or all the selected ones together, adds, changes and removes</source>
        <translation>所选层（或所选各层合计）添加、修改和删除的内容</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示范围</translation>
    </message>
    <message>
        <source>Copy &amp;Digest</source>
        <translation>复制摘要(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Through This Layer</source>
        <translation>截至此层(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Only Its Changes</source>
        <translation>仅此层的更改(&amp;O)</translation>
    </message>
    <message>
        <source>Copy Di&amp;ff ID</source>
        <translation>复制 Diff ID(&amp;F)</translation>
    </message>
    <message>
        <source>Copy &amp;Instruction</source>
        <translation>复制指令(&amp;I)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::Library</name>
    <message>
        <source>%1 cannot be pinned or unpinned</source>
        <translation>无法固定或取消固定 %1</translation>
    </message>
    <message>
        <source>%1 cannot be removed</source>
        <translation>无法移除 %1</translation>
    </message>
    <message>
        <source>%1 was not removed</source>
        <translation>未能移除 %1</translation>
    </message>
    <message>
        <source>%1 could not be verified</source>
        <translation>无法校验 %1</translation>
    </message>
    <message>
        <source>%1 could not be repaired</source>
        <translation>无法修复 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryModel</name>
    <message>
        <source>Image of the store</source>
        <translation>存储中的镜像</translation>
    </message>
    <message>
        <source>Image file</source>
        <translation>镜像文件</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>镜像文件夹</translation>
    </message>
    <message>
        <source>Image of a registry</source>
        <translation>镜像仓库中的镜像</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Verifying, %1 %</source>
        <translation>正在校验，%1%</translation>
    </message>
    <message>
        <source>Verified just now</source>
        <translation>刚刚校验过</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Pulled %1</source>
        <translation>拉取于 %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Pinned: it is not cleaned up</source>
        <translation>已固定：不会被清理</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Is not there any more</source>
        <translation>已不存在</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryPane</name>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;Another Platform</source>
        <translation>打开其他平台(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>固定(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Verify Again</source>
        <translation>重新校验(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Copy Reference</source>
        <translation>复制引用(&amp;C)</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>在文件管理器中显示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) of the store cannot be read</source>
        <translation>
            <numerusform>无法读取存储中的 %n 个镜像</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is repaired</source>
        <translation>%1 已修复</translation>
    </message>
    <message>
        <source>Un&amp;pin</source>
        <translation>取消固定(&amp;P)</translation>
    </message>
    <message>
        <source>Stop &amp;Verifying</source>
        <translation>停止校验(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Copy Path</source>
        <translation>复制路径(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Remove from the List</source>
        <translation>从列表中移除(&amp;R)</translation>
    </message>
    <message>
        <source>%1 is not there any more</source>
        <translation>%1 已不存在</translation>
    </message>
    <message>
        <source>Remove an Image</source>
        <translation>移除镜像</translation>
    </message>
    <message>
        <source>Remove %1 (%2) from the store?</source>
        <translation>要从存储中移除 %1（%2）吗？</translation>
    </message>
    <message>
        <source>This frees %1.</source>
        <translation>将释放 %1。</translation>
    </message>
    <message>
        <source>This frees next to nothing: other images use the same layers.</source>
        <translation>几乎不会释放空间：其他镜像使用相同的层。</translation>
    </message>
    <message>
        <source>It is pinned.</source>
        <translation>它已被固定。</translation>
    </message>
    <message>
        <source>It is open: its tab is closed.</source>
        <translation>它正处于打开状态：其标签页将被关闭。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>There is no file manager to show it</source>
        <translation>没有可用来显示它的文件管理器</translation>
    </message>
    <message>
        <source>%1 is whole</source>
        <translation>%1 完好</translation>
    </message>
    <message>
        <source>%1 were read.</source>
        <translation>已读取 %1。</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Pull Again</source>
        <translation>重新拉取</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>%1 is damaged</source>
        <translation>%1 已损坏</translation>
    </message>
    <message>
        <source>&amp;Search Here</source>
        <translation>在此搜索(&amp;S)</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Log In…</source>
        <translation>登录(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Copy Address</source>
        <translation>复制地址(&amp;C)</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the library</source>
        <translation>筛选镜像库</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Sort the library</source>
        <translation>对镜像库排序</translation>
    </message>
    <message>
        <source>Images of the library</source>
        <translation>镜像库中的镜像</translation>
    </message>
    <message>
        <source>Registries</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>Settings of the registries</source>
        <translation>镜像仓库设置</translation>
    </message>
    <message>
        <source>By &amp;Name</source>
        <translation>按名称(&amp;N)</translation>
    </message>
    <message>
        <source>By &amp;Date</source>
        <translation>按日期(&amp;D)</translation>
    </message>
    <message>
        <source>By &amp;Size</source>
        <translation>按大小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Reverse</source>
        <translation>倒序(&amp;R)</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到任何内容</translation>
    </message>
    <message>
        <source>Images that you pull or open are listed here.

Files can be dropped here, too.</source>
        <translation>您拉取或打开的镜像会列在这里。

也可以将文件拖放到此处。</translation>
    </message>
    <message>
        <source>%1 is searched</source>
        <translation>搜索时包含 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MainWindow</name>
    <message>
        <source>Open images</source>
        <translation>已打开的镜像</translation>
    </message>
    <message>
        <source>Where you are</source>
        <translation>当前位置</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Open Images</source>
        <translation>打开镜像</translation>
    </message>
    <message>
        <source>Image archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz *.tar.bz2 *.oci);;All files (*)</source>
        <translation>镜像归档 (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz *.tar.bz2 *.oci);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open an OCI Layout or a Prebaked Image</source>
        <translation>打开 OCI 布局或预制镜像</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Find Images</source>
        <translation>查找镜像</translation>
    </message>
    <message>
        <source>Stratoscope</source>
        <translation>Stratoscope</translation>
    </message>
    <message>
        <source>%1 – Stratoscope</source>
        <translation>%1 – Stratoscope</translation>
    </message>
    <message>
        <source>Verifying, %1 left</source>
        <translation>正在校验，剩余 %1</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>E&amp;ntry</source>
        <translation>条目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Stratoscope</source>
        <translation>关于 Stratoscope(&amp;A)</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>关于 Qt(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open Image…</source>
        <translation>打开镜像(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;Folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Re&amp;gistries…</source>
        <translation>镜像仓库(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Export to a Folder…</source>
        <translation>导出到文件夹(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Close Tab</source>
        <translation>关闭标签页(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Whole Image</source>
        <translation>整个镜像(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Through This Layer</source>
        <translation>截至此层(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Only This Layer</source>
        <translation>仅此层(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>全部展开(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;%1</source>
        <translation>&amp;%1</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>全部折叠(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Next Tab</source>
        <translation>下一个标签页(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous Tab</source>
        <translation>上一个标签页(&amp;P)</translation>
    </message>
    <message>
        <source>T&amp;ransfers</source>
        <translation>传输(&amp;R)</translation>
    </message>
    <message>
        <source>About Stratoscope</source>
        <translation>关于 Stratoscope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;Look into container images, layer by layer.&lt;/p&gt;&lt;p&gt;Free software under the Apache License 2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;逐层查看容器镜像。&lt;/p&gt;&lt;p&gt;基于 Apache 许可证 2.0 的自由软件。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Search registries (Ctrl+K)</source>
        <translation>搜索镜像仓库 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>%1 is pulled</source>
        <translation>已拉取 %1</translation>
    </message>
    <message>
        <source>%1 was not pulled</source>
        <translation>未能拉取 %1</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2%</translation>
    </message>
    <message>
        <source>Pause and Quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>F&amp;ind Images…</source>
        <translation>查找镜像(&amp;I)…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>镜像库</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>A&amp;bout the Image</source>
        <translation>关于此镜像(&amp;B)</translation>
    </message>
    <message>
        <source>%1 is open</source>
        <translation>%1 已打开</translation>
    </message>
    <message>
        <source>%1 was not opened</source>
        <translation>未能打开 %1</translation>
    </message>
    <message>
        <source>%1 is verified</source>
        <translation>%1 已校验</translation>
    </message>
    <message>
        <source>%1 is damaged</source>
        <translation>%1 已损坏</translation>
    </message>
    <message>
        <source>%1 is exported</source>
        <translation>%1 已导出</translation>
    </message>
    <message>
        <source>%1 was not exported</source>
        <translation>未能导出 %1</translation>
    </message>
    <message>
        <source>%1 is saved</source>
        <translation>%1 已保存</translation>
    </message>
    <message>
        <source>%1 was not saved</source>
        <translation>未能保存 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>Pulling %n images</source>
        <translation>
            <numerusform>正在拉取 %n 个镜像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transfers</source>
        <translation>
            <numerusform>%n 项传输</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>An export that is stopped leaves nothing behind.</source>
        <translation>被停止的导出不会留下任何内容。</translation>
    </message>
    <message>
        <source>What has been pulled is kept: at the next start pulls are there as paused, and go on from where they were.</source>
        <translation>已拉取的内容会保留：下次启动时，拉取显示为已暂停，并可从中断处继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n transfers are still running.</source>
        <translation>
            <numerusform>仍有 %n 项传输正在进行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and Quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>层(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>详情(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Full Screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>E&amp;xpand to Level</source>
        <translation>展开到层级(&amp;X)</translation>
    </message>
    <message>
        <source>L&amp;ibrary</source>
        <translation>镜像库(&amp;I)</translation>
    </message>
    <message>
        <source>Pre&amp;view</source>
        <translation>预览(&amp;V)</translation>
    </message>
    <message>
        <source>Relo&amp;ad</source>
        <translation>重新载入(&amp;A)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MessageBar</name>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PreviewPane</name>
    <message>
        <source>Select a file to see what is in it</source>
        <translation>选择文件以查看其内容</translation>
    </message>
    <message>
        <source>Facts about the file</source>
        <translation>文件信息</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Show what is in the file</source>
        <translation>显示文件内容</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Show the document as a tree that can be folded</source>
        <translation>将文档显示为可折叠的树</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Show the bytes, in hexadecimal</source>
        <translation>以十六进制显示字节</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>Beyond the end</source>
        <translation>超出末尾</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ProgressPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation>%1（%2 / %3）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PullingPage</name>
    <message>
        <source>This machine&apos;s: %1</source>
        <translation>本机：%1</translation>
    </message>
    <message>
        <source>&amp;Blobs at a time:</source>
        <translation>同时传输的 blob 数(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;New tries after a failure:</source>
        <translation>失败后的重试次数(&amp;N)：</translation>
    </message>
    <message>
        <source>&amp;Platform:</source>
        <translation>平台(&amp;P)：</translation>
    </message>
    <message>
        <source>This is no platform. Name it as linux/arm64, or leave it empty.</source>
        <translation>这不是平台。请写成 linux/arm64 的形式，或留空。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RecentRow</name>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Remove %1 from the list</source>
        <translation>从列表中移除 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ReferrerView</name>
    <message>
        <source>What the registry has about the image. It is listed, not verified.</source>
        <translation>镜像仓库中与此镜像相关的内容，仅列出，未经校验。</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Signatures, SBOMs and attestations</source>
        <translation>签名、SBOM 和证明</translation>
    </message>
    <message>
        <source>Copy Digest</source>
        <translation>复制摘要</translation>
    </message>
    <message>
        <source>Looking for signatures and SBOMs…</source>
        <translation>正在查找签名和 SBOM…</translation>
    </message>
    <message>
        <source>Signatures and SBOMs could not be listed</source>
        <translation>无法列出签名和 SBOM</translation>
    </message>
    <message>
        <source>No signature, SBOM or attestation</source>
        <translation>没有签名、SBOM 或证明</translation>
    </message>
    <message>
        <source>There may be more</source>
        <translation>可能还有更多</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RegistriesPage</name>
    <message>
        <source>Registries</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>host or host:port</source>
        <translation>主机或 主机:端口</translation>
    </message>
    <message>
        <source>Address of a new registry</source>
        <translation>新镜像仓库的地址</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>&amp;Search here</source>
        <translation>在此搜索(&amp;S)</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>The system&apos;s certificates</source>
        <translation>系统证书</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>&amp;Without TLS (plain HTTP)</source>
        <translation>不使用 TLS（纯 HTTP）(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Take any certificate</source>
        <translation>接受任何证书(&amp;T)</translation>
    </message>
    <message>
        <source>Whoever is on the way can then read the login and change what is pulled, but for what a digest names</source>
        <translation>传输途中的任何人都可以读取登录信息并篡改所拉取的内容，除非内容由摘要指定</translation>
    </message>
    <message>
        <source>C&amp;ertificates:</source>
        <translation>证书(&amp;E)：</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>&amp;Log In</source>
        <translation>登录(&amp;L)</translation>
    </message>
    <message>
        <source>Log &amp;Out</source>
        <translation>退出登录(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation>用户(&amp;U)：</translation>
    </message>
    <message>
        <source>&amp;Password or token:</source>
        <translation>密码或令牌(&amp;P)：</translation>
    </message>
    <message>
        <source>This is no registry&apos;s address</source>
        <translation>这不是镜像仓库的地址</translation>
    </message>
    <message>
        <source>%1: expected a host, such as registry.example.com or localhost:5000</source>
        <translation>%1：应为主机，例如 registry.example.com 或 localhost:5000</translation>
    </message>
    <message>
        <source>No registry</source>
        <translation>没有镜像仓库</translation>
    </message>
    <message>
        <source>Certificates: ca.crt, client.cert, client.key</source>
        <translation>证书：ca.crt、client.cert、client.key</translation>
    </message>
    <message>
        <source>The configuration of registries cannot be read</source>
        <translation>无法读取镜像仓库的配置</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Logged in as %1</source>
        <translation>已登录为 %1</translation>
    </message>
    <message>
        <source>Asked, in this order: %1</source>
        <translation>按此顺序访问：%1</translation>
    </message>
    <message>
        <source>Logging in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>The password is kept in %1, for everybody who can read that file</source>
        <translation>密码保存在 %1 中，任何能读取该文件的人都能看到</translation>
    </message>
    <message>
        <source>The login is kept by %1</source>
        <translation>登录信息由 %1 保存</translation>
    </message>
    <message>
        <source>The login could not be removed</source>
        <translation>无法移除登录信息</translation>
    </message>
    <message>
        <source>The login is not one of this program&apos;s</source>
        <translation>此登录信息不是由本程序保存的</translation>
    </message>
    <message>
        <source>Another program keeps it; log out there, for example with podman logout %1</source>
        <translation>它由另一个程序保存；请在那里退出登录，例如使用 podman logout %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RepositoryPane</name>
    <message>
        <source>Choose a repository to see its tags</source>
        <translation>选择一个仓库以查看其标签</translation>
    </message>
    <message>
        <source>Filter tags</source>
        <translation>筛选标签</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载大小</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>%1. Waiting %2 s before the next try</source>
        <translation>%1。%2 秒后重试</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln tags</source>
        <translation>
            <numerusform>%1 / %Ln 个标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tags</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Listing the tags…</source>
        <translation>正在列出标签…</translation>
    </message>
    <message>
        <source>%1, more are coming…</source>
        <translation>%1，仍在继续…</translation>
    </message>
    <message>
        <source>Unknown platform</source>
        <translation>未知平台</translation>
    </message>
    <message>
        <source>Log In…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Certificates…</source>
        <translation>证书…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Pull %1</source>
        <translation>拉取 %1</translation>
    </message>
    <message>
        <source>Choose a tag to see its platforms</source>
        <translation>选择一个标签以查看其平台</translation>
    </message>
    <message>
        <source>Asking for the platforms…</source>
        <translation>正在查询平台…</translation>
    </message>
    <message>
        <source>Pulls the image for this machine</source>
        <translation>拉取适用于本机的镜像</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SearchDelegate</name>
    <message>
        <source>No description</source>
        <translation>无说明</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SearchModel</name>
    <message>
        <source>official</source>
        <translation>官方</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln 个星标</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SearchPage</name>
    <message>
        <source>Search registries, or enter a reference or a path</source>
        <translation>搜索镜像仓库，或输入镜像引用或路径</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Registries</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>搜索范围</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>Choose a registry to search in</source>
        <translation>选择要搜索的镜像仓库</translation>
    </message>
    <message>
        <source>Searches %1.

A reference such as quay.io/podman/hello can be pulled at once, a path opened.</source>
        <translation>搜索 %1。

镜像引用（如 quay.io/podman/hello）可以直接拉取，路径可以直接打开。</translation>
    </message>
    <message>
        <source>Searching %1…</source>
        <translation>正在搜索 %1…</translation>
    </message>
    <message>
        <source>No registry is chosen to search in</source>
        <translation>未选择要搜索的镜像仓库</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到任何内容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln repositories</source>
        <translation>
            <numerusform>%Ln 个仓库</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, still searching…</source>
        <translation>%1，仍在搜索…</translation>
    </message>
    <message>
        <source>%1 cannot be searched. Enter the full name of a repository there to see its tags.</source>
        <translation>无法搜索 %1。请输入其中仓库的完整名称以查看标签。</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>What %1 stands for in registries.conf</source>
        <translation>registries.conf 中 %1 所代表的内容</translation>
    </message>
    <message>
        <source>Tags and Platforms</source>
        <translation>标签和平台</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>Waiting %1 s before the next try</source>
        <translation>%1 秒后重试</translation>
    </message>
    <message>
        <source>Trying again…</source>
        <translation>正在重试…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>Log In…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Certificates…</source>
        <translation>证书…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Registries…</source>
        <translation>镜像仓库…</translation>
    </message>
    <message>
        <source>Type what to search for in %1</source>
        <translation>输入要在 %1 中搜索的内容</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Image Store</source>
        <translation>镜像存储</translation>
    </message>
    <message>
        <source>Registries</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>Pulling</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::StartPage</name>
    <message>
        <source>Drop a container image here</source>
        <translation>将容器镜像拖放到此处</translation>
    </message>
    <message>
        <source>A tar of docker save or podman save, an OCI image layout as a tar or a folder, or a prebaked image folder</source>
        <translation>docker save 或 podman save 生成的 tar、tar 或文件夹形式的 OCI 镜像布局，或预制镜像文件夹</translation>
    </message>
    <message>
        <source>Open Image…</source>
        <translation>打开镜像…</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open the Sample Image</source>
        <translation>打开示例镜像</translation>
    </message>
    <message>
        <source>Search Docker Hub and other registries</source>
        <translation>搜索 Docker Hub 和其他镜像仓库</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Recently opened</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::StorePage</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>&amp;At most</source>
        <translation>最多(&amp;A)</translation>
    </message>
    <message>
        <source> GiB</source>
        <translation> GiB</translation>
    </message>
    <message>
        <source>Largest size of the store</source>
        <translation>存储的最大大小</translation>
    </message>
    <message>
        <source>When the store is larger, layers that no image needs are removed, then images that were not used for longest. Pinned images stay.</source>
        <translation>存储超过此大小时，先移除没有镜像需要的层，再移除最久未使用的镜像。已固定的镜像会保留。</translation>
    </message>
    <message>
        <source>&amp;Clean Up Now</source>
        <translation>立即清理(&amp;C)</translation>
    </message>
    <message>
        <source>The Folder of the Image Store</source>
        <translation>镜像存储所在的文件夹</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>正在使用：%1</translation>
    </message>
    <message>
        <source>Name the folder with its whole path, from / on.</source>
        <translation>请用从 / 开始的完整路径指定文件夹。</translation>
    </message>
    <message>
        <source>This is a file.</source>
        <translation>这是一个文件。</translation>
    </message>
    <message>
        <source>In use: %1, as the environment variable STRATOSCOPE_STORE says.</source>
        <translation>正在使用：%1，由环境变量 STRATOSCOPE_STORE 指定。</translation>
    </message>
    <message>
        <source>Adding up…</source>
        <translation>正在统计…</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n images; %2 more in layers that were only looked at, and in what was not pulled whole</source>
        <translation>
            <numerusform>%n 个镜像共 %1；另有 %2 属于仅查看过的层和未完整拉取的内容</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder changes at the next start of Stratoscope</source>
        <translation>该文件夹将在下次启动 Stratoscope 时更换</translation>
    </message>
    <message>
        <source>What is in %1 stays there.</source>
        <translation>%1 中的内容会保留在原处。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TextView</name>
    <message>
        <source>Text of the file</source>
        <translation>文件文本</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferButtons</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Remove from the List</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open What Is There</source>
        <translation>打开已有部分</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferLog</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Image or File</source>
        <translation>镜像或文件</translation>
    </message>
    <message>
        <source>How It Ended</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferLogView</name>
    <message>
        <source>Log of transfers</source>
        <translation>传输日志</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy All</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferModel</name>
    <message>
        <source>%1 at %2 of %3</source>
        <translation>%1，%2 / %3</translation>
    </message>
    <message>
        <source>Pulled, %1</source>
        <translation>已拉取，%1</translation>
    </message>
    <message>
        <source>Nothing new, %1</source>
        <translation>没有新内容，%1</translation>
    </message>
    <message>
        <source>Pulled, %1, of which %2 were there already</source>
        <translation>已拉取，%1，其中 %2 已存在</translation>
    </message>
    <message>
        <source>Waiting for other pulls</source>
        <translation>等待其他拉取</translation>
    </message>
    <message>
        <source>Asking the registry</source>
        <translation>正在询问镜像仓库</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <translation>等待中，%1</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>正在重试</translation>
    </message>
    <message>
        <source>Was there already, %1</source>
        <translation>已存在，%1</translation>
    </message>
    <message>
        <source>Verified, %1</source>
        <translation>已校验，%1</translation>
    </message>
    <message>
        <source>Blob %1, %2</source>
        <translation>blob %1，%2</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Exported, %1, to %2</source>
        <translation>已导出，%1，到 %2</translation>
    </message>
    <message>
        <source>Saved, %1, as %2</source>
        <translation>已保存，%1，为 %2</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Saving a file</source>
        <translation>正在保存文件</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferPane</name>
    <message>
        <source>Pause All</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume All</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Copy Reference</source>
        <translation>复制引用</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Clear Log</source>
        <translation>清除日志</translation>
    </message>
    <message numerus="yes">
        <source>The last %n</source>
        <translation>
            <numerusform>最近 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Pulls, exports and other work that takes a while are listed here</source>
        <translation>拉取、导出和其他耗时的工作会列在这里</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 项正在进行</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在进行的工作</translation>
    </message>
    <message>
        <source>Copy Name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>当前</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TreeModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>(everything of lower layers)</source>
        <translation>（下层的全部内容）</translation>
    </message>
    <message>
        <source>%1, added</source>
        <translation>%1，已添加</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1，已删除</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，已更改</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>%1
This layer removes what lower layers have here.</source>
        <translation>%1
此层移除下层在此处的内容。</translation>
    </message>
    <message>
        <source>This layer hides everything that lower layers have in this folder.</source>
        <translation>此层隐藏下层在此文件夹中的全部内容。</translation>
    </message>
    <message>
        <source>%1
Removed. This is how it was before.</source>
        <translation>%1
已删除。此处显示的是删除前的状态。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TreeView</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Nothing here matches the filter</source>
        <translation>此处没有符合筛选条件的内容</translation>
    </message>
    <message>
        <source>There are no files here</source>
        <translation>此处没有文件</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::VersionsDialog</name>
    <message>
        <source>Versions of %1</source>
        <translation>%1 的各个版本</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>创建指令</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Show in Its &amp;Layer</source>
        <translation>在所属层中显示(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Save This Version…</source>
        <translation>保存此版本(&amp;S)…</translation>
    </message>
    <message>
        <source>Looking through the layers…</source>
        <translation>正在查看各层…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln layers brought or removed it.</source>
        <translation>
            <numerusform>有 %Ln 层引入或移除了它。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Save File As</source>
        <translation>文件另存为</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>不存在</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ViewPage</name>
    <message>
        <source>The desktop&apos;s</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Columns of files:</source>
        <translation>文件列：</translation>
    </message>
    <message>
        <source>&amp;Type size of previews:</source>
        <translation>预览字号(&amp;T)：</translation>
    </message>
</context>
</TS>
