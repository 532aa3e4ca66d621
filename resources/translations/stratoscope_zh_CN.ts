<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AttributeChanges</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Extended attribute</source>
        <translation>扩展属性</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 已更改</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
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
        <source>Link target</source>
        <translation>链接目标</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Exports that are stopped leave nothing behind.</source>
        <translation>被停止的导出不会留下任何内容。</translation>
    </message>
    <message>
        <source>Unfinished pulls are kept and can be resumed next time.</source>
        <translation>未完成的拉取会保留，下次可以继续。</translation>
    </message>
    <message>
        <source>Stratoscope</source>
        <translation>Stratoscope</translation>
    </message>
    <message numerus="yes">
        <source>%n tasks are still running.</source>
        <translation>
            <numerusform>仍有 %n 项任务正在进行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause and Quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Stop and Quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What a push has uploaded does not have to be uploaded again.</source>
        <translation>已推送的内容无需再次上传。</translation>
    </message>
</context>
<context>
    <name>ComparedDetails</name>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, up to layer %2</source>
        <translation>%1，截至第 %2 层</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message numerus="yes">
        <source>%Ln files of the same size were compared by their times, since the digests are not known yet.</source>
        <translation>
            <numerusform>%Ln 个大小相同的文件是按时间比较的，因为其摘要尚不可知。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, layer %2</source>
        <translation>%1，第 %2 层</translation>
    </message>
</context>
<context>
    <name>ComparedTree</name>
    <message>
        <source>only the time differs</source>
        <translation>仅时间不同</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>extended attributes</source>
        <translation>扩展属性</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>link target</source>
        <translation>链接目标</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>moved from %1</source>
        <translation>从 %1 移来</translation>
    </message>
    <message>
        <source>copied from %1</source>
        <translation>从 %1 复制</translation>
    </message>
    <message>
        <source>moved to %1</source>
        <translation>移到 %1</translation>
    </message>
</context>
<context>
    <name>ComparisonOverview</name>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, layer %2</source>
        <translation>%1，第 %2 层</translation>
    </message>
    <message>
        <source>%1, up to layer %2</source>
        <translation>%1，截至第 %2 层</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Size of the files</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Uncompressed size</source>
        <translation>未压缩大小</translation>
    </message>
    <message>
        <source>Compressed size</source>
        <translation>压缩后大小</translation>
    </message>
    <message>
        <source>Size of the layers</source>
        <translation>层的大小</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Common layers</source>
        <translation>共有的层</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>需下载</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
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
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Entrypoint</source>
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
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Volume</source>
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
        <translation>构建时触发</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>注解</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>The configs are the same.</source>
        <translation>配置相同。</translation>
    </message>
    <message>
        <source>Only whole images have a config to compare.</source>
        <translation>只有完整的镜像才有可比较的配置。</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1：%2（%3）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more, see the page Packages</source>
        <translation>
            <numerusform>还有 %Ln 个，请参见“软件包”页面</numerusform>
        </translation>
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
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
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
        <source>Hard links</source>
        <translation>硬链接</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Unknown: the layer is corrupt</source>
        <translation>未知：该层已损坏</translation>
    </message>
    <message>
        <source>Resolves to</source>
        <translation>解析为</translation>
    </message>
    <message>
        <source>Broken link</source>
        <translation>失效链接</translation>
    </message>
    <message>
        <source>Originally linked to</source>
        <translation>最初链接到</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>root (%1), the default</source>
        <translation>root（%1），默认值</translation>
    </message>
    <message>
        <source>disabled, including that of the base image</source>
        <translation>已禁用，包括基础镜像的健康检查</translation>
    </message>
    <message>
        <source>interval: %1</source>
        <translation>间隔：%1</translation>
    </message>
    <message>
        <source>timeout: %1</source>
        <translation>超时：%1</translation>
    </message>
    <message>
        <source>start period: %1</source>
        <translation>启动宽限期：%1</translation>
    </message>
    <message>
        <source>retries: %1</source>
        <translation>重试次数：%1</translation>
    </message>
    <message>
        <source>%1 does not exist</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>the links form a loop</source>
        <translation>链接形成循环</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>No layer has an entry for this folder, only for its contents.</source>
        <translation>没有任何层包含此文件夹本身的条目，只包含其内容的条目。</translation>
    </message>
    <message>
        <source>%1 (of 0 to %2)</source>
        <translation>%1（0 至 %2）</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>创建指令</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Compressed size</source>
        <translation>压缩后大小</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Entrypoint</source>
        <translation>入口点</translation>
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
        <source>Capabilities</source>
        <translation>能力 (capabilities)</translation>
    </message>
    <message>
        <source>SELinux label</source>
        <translation>SELinux 标签</translation>
    </message>
    <message>
        <source>Access control list</source>
        <translation>访问控制列表</translation>
    </message>
    <message>
        <source>Default access control list</source>
        <translation>默认访问控制列表</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Its owner or group in the layer does not fit into 32 bits; the lower 32 bits are used.</source>
        <translation>它在层中的所有者或组超出 32 位，只取低 32 位。</translation>
    </message>
    <message>
        <source>Its device number in the layer does not fit into 32 bits; the lower 32 bits are used.</source>
        <translation>它在层中的设备号超出 32 位，只取低 32 位。</translation>
    </message>
    <message>
        <source>One of its numbers in the layer cannot be read and is ignored.</source>
        <translation>它在层中的某个数字无法读取，已忽略。</translation>
    </message>
    <message>
        <source>A hard link into the bookkeeping of AUFS, left out if the file is missing there.</source>
        <translation>指向 AUFS 内部记录的硬链接；若其中没有该文件，则略去。</translation>
    </message>
    <message>
        <source>A whiteout without a name, which hides nothing.</source>
        <translation>没有名称的 whiteout，不隐藏任何内容。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>%1 to %2 (of 0 to %3)</source>
        <translation>%1 至 %2（共 0 至 %3）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Files in the layers</source>
        <translation>这些层中的文件</translation>
    </message>
    <message>
        <source>Files in the layer</source>
        <translation>该层中的文件</translation>
    </message>
    <message>
        <source>Tar archive</source>
        <translation>Tar 归档</translation>
    </message>
</context>
<context>
    <name>EngineRows</name>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Not supported</source>
        <translation>不支持</translation>
    </message>
    <message>
        <source>Does not respond</source>
        <translation>没有响应</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 个镜像</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Files and folders</source>
        <translation>文件和文件夹</translation>
    </message>
    <message>
        <source>To look into, to copy from, or for chroot</source>
        <translation>用于查看、复制，或用于 chroot</translation>
    </message>
    <message>
        <source>Tar archive</source>
        <translation>Tar 归档</translation>
    </message>
    <message>
        <source>All files in one, with owners and attributes</source>
        <translation>所有文件合为一个，含所有者和属性</translation>
    </message>
    <message>
        <source>Docker archive</source>
        <translation>Docker 归档</translation>
    </message>
    <message>
        <source>For docker load and podman load</source>
        <translation>用于 docker load 和 podman load</translation>
    </message>
    <message>
        <source>OCI layout</source>
        <translation>OCI 布局</translation>
    </message>
    <message>
        <source>A folder for skopeo, Podman, Buildah and umoci</source>
        <translation>供 skopeo、Podman、Buildah 和 umoci 使用的文件夹</translation>
    </message>
    <message>
        <source>OCI archive</source>
        <translation>OCI 归档</translation>
    </message>
    <message>
        <source>An OCI layout in one file</source>
        <translation>单个文件中的 OCI 布局</translation>
    </message>
    <message>
        <source>Manifest and blobs, for skopeo’s dir:</source>
        <translation>清单和 blob，用于 skopeo 的 dir:</translation>
    </message>
    <message>
        <source>Tar of a layer</source>
        <translation>一个层的 tar</translation>
    </message>
    <message>
        <source>One layer as the image contains it</source>
        <translation>镜像所包含的一个层</translation>
    </message>
    <message>
        <source>Tars of all layers</source>
        <translation>所有层的 tar</translation>
    </message>
    <message>
        <source>To examine or rebuild the image, with its configuration</source>
        <translation>用于检查或重建镜像，含其配置</translation>
    </message>
    <message>
        <source>Virtual machine</source>
        <translation>虚拟机</translation>
    </message>
    <message>
        <source>A disk, a kernel and a script that starts the image</source>
        <translation>磁盘、内核和启动镜像的脚本</translation>
    </message>
    <message>
        <source>ext4 disk</source>
        <translation>ext4 磁盘</translation>
    </message>
    <message>
        <source>A writable disk for virtual machines and loop mounts</source>
        <translation>可写磁盘，用于虚拟机和 loop 挂载</translation>
    </message>
    <message>
        <source>SquashFS disk</source>
        <translation>SquashFS 磁盘</translation>
    </message>
    <message>
        <source>EROFS disk</source>
        <translation>EROFS 磁盘</translation>
    </message>
    <message>
        <source>Read-only and fast; can be mapped into memory</source>
        <translation>只读，速度快；可映射到内存</translation>
    </message>
    <message>
        <source>cpio archive</source>
        <translation>cpio 归档</translation>
    </message>
    <message>
        <source>For an initramfs of the image</source>
        <translation>用于镜像的 initramfs</translation>
    </message>
    <message>
        <source>Prebaked directory</source>
        <translation>预制目录</translation>
    </message>
    <message>
        <source>Disk for QEMU</source>
        <translation>QEMU 磁盘</translation>
    </message>
    <message>
        <source>Root folder for chroot</source>
        <translation>chroot 的根文件夹</translation>
    </message>
    <message>
        <source>For docker load</source>
        <translation>用于 docker load</translation>
    </message>
    <message>
        <source>For skopeo</source>
        <translation>用于 skopeo</translation>
    </message>
    <message>
        <source>skopeo directory</source>
        <translation>skopeo 目录</translation>
    </message>
    <message>
        <source>Read-only and small, for live systems and loop mounts</source>
        <translation>只读且体积小，用于 Live 系统和 loop 挂载</translation>
    </message>
    <message>
        <source>For monitors that map files out of the layers</source>
        <translation>供直接映射层中文件的监视器使用</translation>
    </message>
</context>
<context>
    <name>ExportRequest</name>
    <message>
        <source>Enter the name of a file.</source>
        <translation>请输入文件名。</translation>
    </message>
    <message>
        <source>Enter a folder.</source>
        <translation>请输入文件夹。</translation>
    </message>
    <message>
        <source>Enter an absolute path.</source>
        <translation>请输入绝对路径。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message>
        <source>This is a folder; enter the name of a file in it.</source>
        <translation>这是文件夹；请输入其中的文件名。</translation>
    </message>
    <message>
        <source>This is a file; enter the name of a folder.</source>
        <translation>这是文件；请输入文件夹名。</translation>
    </message>
    <message>
        <source>You are not permitted to write to %1.</source>
        <translation>您无权写入 %1。</translation>
    </message>
    <message>
        <source>This folder is not empty.</source>
        <translation>此文件夹不为空。</translation>
    </message>
    <message>
        <source>This file exists.</source>
        <translation>此文件已存在。</translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Source code and scripts</source>
        <translation>源代码和脚本</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Text and documents</source>
        <translation>文本和文档</translation>
    </message>
    <message>
        <source>Pictures, sounds and fonts</source>
        <translation>图片、声音和字体</translation>
    </message>
    <message>
        <source>Archives and packages</source>
        <translation>归档和软件包</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>其他文件</translation>
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
        <source>(empty)</source>
        <translation>（空）</translation>
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
    <message>
        <source>Whiteout: removes an entry of lower layers</source>
        <translation>whiteout 标记（删除标记）：移除下层的一个条目</translation>
    </message>
    <message>
        <source>Opaque whiteout: hides what lower layers have in this folder</source>
        <translation>opaque whiteout 标记（不透明标记）：隐藏下层在此文件夹中的内容</translation>
    </message>
    <message>
        <source>%L1 seconds since 1970</source>
        <translation>自 1970 年起 %L1 秒</translation>
    </message>
    <message>
        <source>Inspecting the image</source>
        <translation>正在检查镜像</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Pushing</source>
        <translation>正在推送</translation>
    </message>
    <message>
        <source>Searching contents</source>
        <translation>正在搜索内容</translation>
    </message>
</context>
<context>
    <name>GroupedSnapshot</name>
    <message>
        <source>Not in any package</source>
        <translation>不属于任何软件包</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Removed by layer</source>
        <translation>由该层移除</translation>
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
        <source>Media type</source>
        <translation>媒体类型</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
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
        <source>Compressed</source>
        <translation>压缩后</translation>
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
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
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
        <source>Labels</source>
        <translation>标签 (label)</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>注解</translation>
    </message>
    <message>
        <source>Uncompressed</source>
        <translation>未压缩</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>创建指令</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>运行方式</translation>
    </message>
    <message>
        <source>%1 more rows are not shown.</source>
        <translation>另有 %1 行未显示。</translation>
    </message>
</context>
<context>
    <name>MapPainter</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>还有 %Ln 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PackageDetails</name>
    <message>
        <source>Package</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>License</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Maintainer</source>
        <translation>维护者</translation>
    </message>
    <message>
        <source>Installed size</source>
        <translation>安装大小</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Described by</source>
        <translation>描述于</translation>
    </message>
</context>
<context>
    <name>PackageTable</name>
    <message numerus="yes">
        <source>%Ln packages</source>
        <translation>
            <numerusform>%Ln 个软件包</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln upgraded</source>
        <translation>
            <numerusform>%Ln 个已升级</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downgraded</source>
        <translation>
            <numerusform>%Ln 个已降级</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln 个已更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln 个已添加</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln 个已移除</numerusform>
        </translation>
    </message>
    <message>
        <source>No package differs</source>
        <translation>没有不同的软件包</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Upgraded</source>
        <translation>已升级</translation>
    </message>
    <message>
        <source>Downgraded</source>
        <translation>已降级</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>%1: </source>
        <translation>%1：</translation>
    </message>
    <message>
        <source>%1 picture, %2 × %3</source>
        <translation>%1 图片，%2 × %3</translation>
    </message>
    <message>
        <source>%1 text</source>
        <translation>%1 文本</translation>
    </message>
    <message>
        <source>Empty folder</source>
        <translation>空文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>This whiteout removes the file or folder of the same name in lower layers</source>
        <translation>此 whiteout 标记移除下层中的同名文件或文件夹</translation>
    </message>
    <message>
        <source>This opaque whiteout hides the contents that lower layers have in this folder</source>
        <translation>此 opaque whiteout 标记隐藏下层在此文件夹中的内容</translation>
    </message>
    <message>
        <source>The target of this hard link is in a lower layer</source>
        <translation>此硬链接的目标位于下层</translation>
    </message>
    <message>
        <source>Broken link: %1</source>
        <translation>失效链接：%1</translation>
    </message>
    <message>
        <source>Empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>The rest of the text is loaded while scrolling.</source>
        <translation>其余文本会在滚动时加载。</translation>
    </message>
    <message>
        <source>SVG picture, %1 × %2</source>
        <translation>SVG 图片，%1 × %2</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>machine %1</source>
        <translation>机器类型 %1</translation>
    </message>
    <message>
        <source>%1 (not found)</source>
        <translation>%1（未找到）</translation>
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
        <source>Build ID</source>
        <translation>构建 ID</translation>
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
    <message>
        <source>Debian package</source>
        <translation>Debian 软件包</translation>
    </message>
    <message>
        <source>Only the first %1 entries are shown.</source>
        <translation>仅显示前 %1 个条目。</translation>
    </message>
    <message>
        <source>Entries with invalid paths are not shown.</source>
        <translation>不显示路径无效的条目。</translation>
    </message>
    <message>
        <source>The archive could not be read completely: %1.</source>
        <translation>无法完整读取归档：%1。</translation>
    </message>
</context>
<context>
    <name>PushTargets</name>
    <message>
        <source>Registry %1, repository %2, by its digest alone</source>
        <translation>镜像仓库 %1，存储库 %2，仅按摘要</translation>
    </message>
    <message>
        <source>Registry %1, repository %2, tag %3</source>
        <translation>镜像仓库 %1，存储库 %2，标签 %3</translation>
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
        <source>Signed</source>
        <translation>已签名</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
</context>
<context>
    <name>RegistryError</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
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
        <source>Retrying in %1 s</source>
        <translation>%1 秒后重试</translation>
    </message>
    <message>
        <source>Retrying…</source>
        <translation>正在重试…</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>RegistryFacts</name>
    <message>
        <source>mirror</source>
        <translation>镜像站</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>a token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>plain HTTP</source>
        <translation>纯 HTTP</translation>
    </message>
    <message>
        <source>plain HTTP if HTTPS is unavailable</source>
        <translation>HTTPS 不可用时使用纯 HTTP</translation>
    </message>
    <message>
        <source>certificate not verified</source>
        <translation>不校验证书</translation>
    </message>
</context>
<context>
    <name>SaveFile</name>
    <message>
        <source>cannot write: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>unexpected end of file</source>
        <translation>文件意外结束</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>mode</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>extended attributes</source>
        <translation>扩展属性</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1和%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Layer %1 changes only the %2 of %3 of layer %4</source>
        <translation>第 %1 层仅更改了第 %4 层中 %3的%2</translation>
    </message>
    <message>
        <source>Layer %1 stores %2 of layer %3 again without changing anything</source>
        <translation>第 %1 层未作任何更改就再次存储了第 %3 层的 %2</translation>
    </message>
    <message>
        <source>Layer %1 overwrites %2 of its own</source>
        <translation>第 %1 层覆盖了自己的 %2</translation>
    </message>
    <message>
        <source>Layer %1 overwrites %2 of layer %3</source>
        <translation>第 %1 层覆盖了第 %3 层的 %2</translation>
    </message>
    <message>
        <source>Layer %1 removes %2 of layer %3</source>
        <translation>第 %1 层移除了第 %3 层的 %2</translation>
    </message>
    <message>
        <source>Layer %1 leaves behind: %2</source>
        <translation>第 %1 层遗留了：%2</translation>
    </message>
    <message>
        <source>Set the mode when layer %1 copies the files, with COPY --chmod.</source>
        <translation>在第 %1 层复制文件时用 COPY --chmod 设置权限。</translation>
    </message>
    <message>
        <source>Set the owner when layer %1 copies the files, with COPY --chown.</source>
        <translation>在第 %1 层复制文件时用 COPY --chown 设置所有者。</translation>
    </message>
    <message>
        <source>Set mode and owner when layer %1 copies the files, with COPY --chmod and --chown.</source>
        <translation>在第 %1 层复制文件时用 COPY --chmod 和 --chown 设置权限和所有者。</translation>
    </message>
    <message>
        <source>Both layers copy these files. Exclude them from what layer %1 copies.</source>
        <translation>两层都复制了这些文件：请从第 %1 层复制的内容中去掉它们。</translation>
    </message>
    <message>
        <source>Change the files before layer %1 copies them, or in a build stage from which only the result is copied.</source>
        <translation>请在第 %1 层复制之前更改这些文件，或在只复制其结果的构建阶段中更改。</translation>
    </message>
    <message>
        <source>Do not copy the files into a layer: use them through RUN --mount=type=bind, or in a build stage of their own.</source>
        <translation>不要把这些文件复制到层中：请通过 RUN --mount=type=bind 使用，或放在单独的构建阶段中。</translation>
    </message>
    <message>
        <source>Change the attributes in the step that writes the files: join the RUN steps of layers %1 and %2.</source>
        <translation>请在写入文件的步骤中更改属性：合并第 %1 层和第 %2 层的 RUN 步骤。</translation>
    </message>
    <message>
        <source>Write the files only once: join the RUN steps of layers %1 and %2.</source>
        <translation>请只写入一次这些文件：合并第 %1 层和第 %2 层的 RUN 步骤。</translation>
    </message>
    <message>
        <source>Remove the files in the step that writes them: join the RUN steps of layers %1 and %2.</source>
        <translation>请在写入文件的步骤中移除它们：合并第 %1 层和第 %2 层的 RUN 步骤。</translation>
    </message>
    <message>
        <source>Use “%1” in the step of layer %2, or RUN --mount=type=cache,target=%3.</source>
        <translation>请在第 %2 层的步骤中使用“%1”，或使用 RUN --mount=type=cache,target=%3。</translation>
    </message>
    <message>
        <source>Exclude the cache from what layer %1 copies.</source>
        <translation>请从第 %1 层复制的内容中去掉缓存。</translation>
    </message>
    <message>
        <source>Files of the base image are stored again when their attributes change: change only those that need it.</source>
        <translation>基础镜像的文件在属性更改时会再次存储：请只更改需要更改的文件。</translation>
    </message>
    <message>
        <source>The base image keeps its own versions: choose one that has the files as you need them, such as a newer one.</source>
        <translation>基础镜像会保留它自己的版本：请选择文件符合需要的基础镜像，例如更新的版本。</translation>
    </message>
    <message>
        <source>Removed files stay in the base image: choose one without them.</source>
        <translation>移除的文件仍留在基础镜像中：请选择不含它们的基础镜像。</translation>
    </message>
    <message>
        <source>All of this is in the base image: choose another one, or export the image as one layer.</source>
        <translation>这些都在基础镜像中：请选择其他基础镜像，或将镜像导出为一层。</translation>
    </message>
    <message>
        <source>The layer has these files more than once: build it again, or export the image as one layer.</source>
        <translation>该层多次包含这些文件：请重新构建，或将镜像导出为一层。</translation>
    </message>
    <message>
        <source>Make layers %1 to %2 one layer when exporting the image.</source>
        <translation>导出镜像时请将第 %1 至 %2 层合并为一层。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln layers</source>
        <translation>
            <numerusform>%Ln 层</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Layer %1 moves %2 of layer %3</source>
        <translation>第 %1 层移动了第 %3 层的 %2</translation>
    </message>
    <message>
        <source>Moving a file stores it again: create the files at their final location in layer %1.</source>
        <translation>移动文件会再次存储该文件：请在第 %1 层中直接将文件创建在最终位置。</translation>
    </message>
    <message>
        <source>Moving files of the base image stores them again: leave them where they are, or make symbolic links to them.</source>
        <translation>移动基础镜像的文件会再次存储这些文件：请保留在原处，或创建指向它们的符号链接。</translation>
    </message>
</context>
<context>
    <name>SizeClasses</name>
    <message>
        <source>Needed</source>
        <translation>需要的</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Caches</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Only attributes changed</source>
        <translation>仅属性更改</translation>
    </message>
    <message>
        <source>Overwritten</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>Deleted later</source>
        <translation>之后删除</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
</context>
<context>
    <name>StartScript</name>
    <message>
        <source>Exit status: %s. Press Enter to close this window.</source>
        <translation>退出状态：%s。按 Enter 键关闭此窗口。</translation>
    </message>
</context>
<context>
    <name>StoreCleanUp</name>
    <message>
        <source>There was nothing to remove.</source>
        <translation>没有可移除的内容。</translation>
    </message>
    <message>
        <source>Freed %1.</source>
        <translation>已释放 %1。</translation>
    </message>
    <message>
        <source>Freed %1. Removed an image that was not used for a long time: %2.</source>
        <translation>已释放 %1。移除了一个长期未使用的镜像：%2。</translation>
    </message>
    <message numerus="yes">
        <source>Freed %1. Removed images that were not used for a long time: %2 and %n others.</source>
        <translation>
            <numerusform>已释放 %1。移除了长期未使用的镜像：%2 和另外 %n 个。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>%1 at %2 of %3</source>
        <translation>%1，%2 / %3</translation>
    </message>
    <message>
        <source>Pulled, %1</source>
        <translation>已拉取，%1</translation>
    </message>
    <message>
        <source>Already up to date (%1)</source>
        <translation>已是最新（%1）</translation>
    </message>
    <message>
        <source>Imported, %1</source>
        <translation>已导入，%1</translation>
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
        <source>Copied, %1</source>
        <translation>已复制，%1</translation>
    </message>
    <message>
        <source>Freed %1</source>
        <translation>已释放 %1</translation>
    </message>
    <message>
        <source>Contacting the registry</source>
        <translation>正在联系镜像仓库</translation>
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
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Copying files</source>
        <translation>正在复制文件</translation>
    </message>
    <message>
        <source>Store clean-up</source>
        <translation>存储清理</translation>
    </message>
    <message>
        <source>Waiting for other pulls</source>
        <translation>等待其他拉取</translation>
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
        <source>Retrying</source>
        <translation>正在重试</translation>
    </message>
    <message>
        <source>Already present, %1</source>
        <translation>已存在，%1</translation>
    </message>
    <message>
        <source>Verified, %1</source>
        <translation>已校验，%1</translation>
    </message>
    <message>
        <source>%1 (%2 already present)</source>
        <translation>%1（其中 %2 已存在）</translation>
    </message>
    <message>
        <source>Repaired</source>
        <translation>已修复</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2%</translation>
    </message>
    <message>
        <source>Loaded, %1, into %2</source>
        <translation>已加载 %1 到 %2</translation>
    </message>
    <message>
        <source>Loading into an engine</source>
        <translation>正在加载到引擎</translation>
    </message>
    <message>
        <source>Mounted</source>
        <translation>已挂载</translation>
    </message>
    <message>
        <source>Pushed, %1</source>
        <translation>已推送，%1</translation>
    </message>
    <message>
        <source>Mounting</source>
        <translation>正在挂载</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
</context>
<context>
    <name>TreeFilter</name>
    <message>
        <source>expected a size, such as size:&gt;10M, size:&lt;=4k or size:1M..2M</source>
        <translation>应为大小，例如 size:&gt;10M、size:&lt;=4k 或 size:1M..2M</translation>
    </message>
    <message>
        <source>expected file, dir, symlink, hardlink, device, character, block, fifo or socket</source>
        <translation>应为 file、dir、symlink、hardlink、device、character、block、fifo 或 socket</translation>
    </message>
    <message>
        <source>expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several bits (/022)</source>
        <translation>应为 suid、sgid、sticky、executable、writable、八进制权限位 (0755)，或多个权限位中的任意一位 (/022)</translation>
    </message>
    <message>
        <source>expected a layer, such as layer:3, layer:&gt;0 or layer:2..4</source>
        <translation>应为层，例如 layer:3、layer:&gt;0 或 layer:2..4</translation>
    </message>
    <message>
        <source>expected a numeric ID or a name from the image, such as owner:0</source>
        <translation>应为数字 ID 或镜像中的名称，例如 owner:0</translation>
    </message>
    <message>
        <source>invalid pattern: %1</source>
        <translation>模式无效：%1</translation>
    </message>
    <message>
        <source>part of the name</source>
        <translation>名称的一部分</translation>
    </message>
    <message>
        <source>part of the path</source>
        <translation>路径的一部分</translation>
    </message>
    <message>
        <source>wildcards for the name or path</source>
        <translation>名称或路径的通配符</translation>
    </message>
    <message>
        <source>regular expression for the name</source>
        <translation>名称的正则表达式</translation>
    </message>
    <message>
        <source>file size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>file, dir, symlink, hardlink, device, fifo, socket</source>
        <translation>file、dir、symlink、hardlink、device、fifo、socket</translation>
    </message>
    <message>
        <source>suid, sgid, sticky, executable, writable, or octal bits</source>
        <translation>suid、sgid、sticky、executable、writable 或八进制权限位</translation>
    </message>
    <message>
        <source>ID, or a name from the image&apos;s /etc/passwd or /etc/group</source>
        <translation>ID，或镜像的 /etc/passwd 或 /etc/group 中的名称</translation>
    </message>
    <message>
        <source>last changed in this layer</source>
        <translation>最后在此层中更改</translation>
    </message>
    <message>
        <source>has this extended attribute</source>
        <translation>带有此扩展属性</translation>
    </message>
    <message>
        <source>All terms must match. Put - before a term to exclude it.</source>
        <translation>必须满足所有条件。在条件前加 - 可将其排除。</translation>
    </message>
    <message>
        <source>is not a term; put it in quotes to search for the text</source>
        <translation>不是筛选项；要搜索这段文本，请加上引号</translation>
    </message>
    <message>
        <source>finds what layers change; choose “Up to this layer” or “Layer changes” for it</source>
        <translation>用于查找各层的更改；请为此选择“截至该层”或“层的更改”</translation>
    </message>
    <message>
        <source>finds what layers remove; choose “Layer changes” for it</source>
        <translation>用于查找各层移除的内容；请为此选择“层的更改”</translation>
    </message>
    <message>
        <source>expected added, modified, removed, moved or copied; changed: on its own finds them all</source>
        <translation>应为 added、modified、removed、moved 或 copied；单独的 changed: 会找出全部</translation>
    </message>
    <message>
        <source>added, modified or removed in the selected layers, or in a comparison</source>
        <translation>在所选的层或比较中被添加、修改或移除</translation>
    </message>
    <message>
        <source>in a comparison: was elsewhere before; is still there, too</source>
        <translation>在比较中：之前位于别处；原处也仍然存在</translation>
    </message>
    <message>
        <source>finds what was elsewhere before; choose “Layer changes”, or compare with another image</source>
        <translation>用于查找之前位于别处的内容；请选择“层的更改”，或与另一个镜像比较</translation>
    </message>
</context>
<context>
    <name>VmPage</name>
    <message>
        <source>Show the file</source>
        <translation>显示此文件</translation>
    </message>
    <message>
        <source>Kernel: %1</source>
        <translation>内核：%1</translation>
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
        <source>Print this help and exit</source>
        <translation>显示此帮助并退出</translation>
    </message>
    <message>
        <source>Print the version and exit</source>
        <translation>显示版本并退出</translation>
    </message>
    <message>
        <source>Directory of the image store</source>
        <translation>镜像存储的目录</translation>
    </message>
    <message>
        <source>Open another window</source>
        <translation>打开另一个窗口</translation>
    </message>
    <message>
        <source>Do not reopen the tabs of the last session</source>
        <translation>不重新打开上次会话的标签页</translation>
    </message>
    <message>
        <source>Image files or directories, or image names as stratoscope-cli takes them</source>
        <translation>镜像文件或目录，或 stratoscope-cli 接受的镜像名称</translation>
    </message>
    <message>
        <source>Show the search for images in registries</source>
        <translation>显示镜像仓库中的镜像搜索</translation>
    </message>
    <message>
        <source>Wait for the desktop to say what to show; used by the session bus to start the program</source>
        <translation>等待桌面指示要显示的内容；供会话总线启动程序时使用</translation>
    </message>
    <message>
        <source>Open no window, but write a picture of the layers of IMAGE, a file or an OCI layout, to a PNG file</source>
        <translation>不打开窗口，而是将 IMAGE（文件或 OCI 布局）各层的图片写入 PNG 文件</translation>
    </message>
    <message>
        <source>Width and height of that picture in pixels</source>
        <translation>该图片的宽度和高度（像素）</translation>
    </message>
    <message>
        <source>expects one IMAGE</source>
        <translation>需要一个 IMAGE</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ArchiveDialog</name>
    <message>
        <source>&amp;Save As…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Save File As</source>
        <translation>文件另存为</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已另存为 %1</translation>
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
    <name>stratoscope::ui::ChangeListModel</name>
    <message>
        <source>Property</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
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
        <source>Needed library</source>
        <translation>所需的库</translation>
    </message>
    <message>
        <source>Build ID</source>
        <translation>构建 ID</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Section %1</source>
        <translation>节 %1</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>添加：%1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>Changed: %1</source>
        <translation>更改：%1</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ChangeListView</name>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::CompareMenu</name>
    <message>
        <source>&amp;Compare With</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>Other &amp;Platform or Tag</source>
        <translation>其他平台或标签(&amp;P)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Open Images</source>
        <translation>打开的镜像</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Image &amp;File…</source>
        <translation>镜像文件(&amp;F)…</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Name or Reference…</source>
        <translation>名称或引用(&amp;N)…</translation>
    </message>
    <message>
        <source>Compare With</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare With a Folder</source>
        <translation>与文件夹比较</translation>
    </message>
    <message>
        <source>An image, such as alpine:3.22, or a path:</source>
        <translation>一个镜像（例如 alpine:3.22）或一个路径：</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ComparedImage</name>
    <message>
        <source>opening was cancelled</source>
        <translation>打开已取消</translation>
    </message>
    <message>
        <source>the pull was cancelled</source>
        <translation>拉取已取消</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ComparisonBar</name>
    <message>
        <source>Comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Swap the sides</source>
        <translation>交换两侧</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>结束比较</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ContentPane</name>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Show what was changed</source>
        <translation>显示更改内容</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Show the whole content before the change</source>
        <translation>显示更改前的完整内容</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Show the whole content after the change</source>
        <translation>显示更改后的完整内容</translation>
    </message>
    <message>
        <source>Does not exist before the change</source>
        <translation>更改前不存在</translation>
    </message>
    <message>
        <source>Does not exist after the change</source>
        <translation>更改后不存在</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::DetailsView</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;All</source>
        <translation>全部复制(&amp;A)</translation>
    </message>
    <message>
        <source>Select an item to see its properties</source>
        <translation>选择一项以查看其属性</translation>
    </message>
    <message>
        <source>&amp;Go to Entry</source>
        <translation>转到条目(&amp;G)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::DiffView</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Previous difference (%1)</source>
        <translation>上一处差异（%1）</translation>
    </message>
    <message>
        <source>Next difference (%1)</source>
        <translation>下一处差异（%1）</translation>
    </message>
    <message>
        <source>Unified</source>
        <translation>合并显示</translation>
    </message>
    <message>
        <source>Show what was removed above what was added</source>
        <translation>先显示移除的内容，再显示添加的内容</translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation>并排显示</translation>
    </message>
    <message>
        <source>Show both sides beside each other</source>
        <translation>并排显示两侧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Show the lines that differ</source>
        <translation>显示不同的行</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Show the members of the JSON documents that differ</source>
        <translation>显示 JSON 文档中不同的成员</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Show the entries of the archives that differ</source>
        <translation>显示归档中不同的条目</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Show what is known about the programs and differs</source>
        <translation>显示程序的已知差异</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Show both pictures</source>
        <translation>显示两张图片</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Show the bytes in hexadecimal</source>
        <translation>以十六进制显示字节</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <source>The contents are the same</source>
        <translation>内容相同</translation>
    </message>
    <message>
        <source>There are no contents to compare</source>
        <translation>没有可比较的内容</translation>
    </message>
    <message>
        <source>All members are the same. Only their order or the blanks between them differ.</source>
        <translation>所有成员都相同，仅顺序或其间的空白不同。</translation>
    </message>
    <message>
        <source>All entries are the same. The archives differ in how they were packed.</source>
        <translation>所有条目都相同，仅归档的打包方式不同。</translation>
    </message>
    <message>
        <source>What is known about the programs is the same. Bytes shows where they differ.</source>
        <translation>程序的已知信息相同。“字节”会显示不同之处。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of more than %2</source>
        <translation>%1 /（多于 %2）</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>添加：%1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>+%1 −%2 lines</source>
        <translation>+%1 −%2 行</translation>
    </message>
    <message>
        <source>Only the bytes are compared: %1.</source>
        <translation>仅比较字节：%1。</translation>
    </message>
    <message>
        <source>Encoding: %1 → %2.</source>
        <translation>编码：%1 → %2。</translation>
    </message>
    <message>
        <source>Compression: %1 → %2.</source>
        <translation>压缩：%1 → %2。</translation>
    </message>
    <message>
        <source>Line ends: %1 → %2.</source>
        <translation>换行符：%1 → %2。</translation>
    </message>
    <message>
        <source>The texts are long and differ in most lines: some of those that they have in common are shown as changed.</source>
        <translation>文本很长且大多数行不同：部分相同的行会显示为已更改。</translation>
    </message>
    <message>
        <source>The lines are the same.</source>
        <translation>各行相同。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::DropHint</name>
    <message>
        <source>Drop to open</source>
        <translation>拖放以打开</translation>
    </message>
    <message>
        <source>Drop to compare with %1</source>
        <translation>拖放以与 %1 比较</translation>
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
        <source>Copy Link &amp;Target</source>
        <translation>复制链接目标(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Save As…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>E&amp;xpand All Below</source>
        <translation>展开其下全部(&amp;X)</translation>
    </message>
    <message>
        <source>Open With</source>
        <translation>打开方式</translation>
    </message>
    <message>
        <source>Save File As</source>
        <translation>文件另存为</translation>
    </message>
    <message>
        <source>Copy Co&amp;ntents</source>
        <translation>复制内容(&amp;N)</translation>
    </message>
    <message>
        <source>Go to Source &amp;Layer</source>
        <translation>转到来源层(&amp;L)</translation>
    </message>
    <message>
        <source>No application is associated with this file</source>
        <translation>没有与此文件关联的应用程序</translation>
    </message>
    <message>
        <source>Use Open With to choose one.</source>
        <translation>请用“打开方式”选择一个。</translation>
    </message>
    <message>
        <source>Application:</source>
        <translation>应用程序：</translation>
    </message>
    <message>
        <source>Could not open the file</source>
        <translation>无法打开文件</translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation>无法启动 %1。</translation>
    </message>
    <message>
        <source>Could not copy the file</source>
        <translation>无法复制文件</translation>
    </message>
    <message>
        <source>Broken link</source>
        <translation>失效链接</translation>
    </message>
    <message>
        <source>Could not save the file</source>
        <translation>无法保存文件</translation>
    </message>
    <message>
        <source>Could not copy the files</source>
        <translation>无法复制这些文件</translation>
    </message>
    <message>
        <source>Could not read the file</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>Not a text file</source>
        <translation>不是文本文件</translation>
    </message>
    <message>
        <source>Copy or save the file instead.</source>
        <translation>请改为复制或保存该文件。</translation>
    </message>
    <message>
        <source>Other Application…</source>
        <translation>其他应用程序…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Path &amp;History</source>
        <translation>路径历史(&amp;H)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ErrorPage</name>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted</source>
        <translation>服务器证书不受信任</translation>
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
    <message>
        <source>This archive contains several images. Choose one.</source>
        <translation>此归档包含多个镜像，请选择一个。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Invalid data</source>
        <translation>数据无效</translation>
    </message>
    <message>
        <source>Incomplete data</source>
        <translation>数据不完整</translation>
    </message>
    <message>
        <source>Digest mismatch</source>
        <translation>摘要不匹配</translation>
    </message>
    <message>
        <source>A configuration file is invalid</source>
        <translation>配置文件无效</translation>
    </message>
    <message>
        <source>Unexpected response from the server</source>
        <translation>服务器返回了意外的响应</translation>
    </message>
    <message>
        <source>Can&apos;t find the server</source>
        <translation>找不到服务器</translation>
    </message>
    <message>
        <source>No image for this platform</source>
        <translation>没有适用于此平台的镜像</translation>
    </message>
    <message>
        <source>Not a container image</source>
        <translation>不是容器镜像</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Access denied</source>
        <translation>拒绝访问</translation>
    </message>
    <message>
        <source>In use by another program</source>
        <translation>正被另一个程序使用</translation>
    </message>
    <message>
        <source>Already exists</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>Can&apos;t reach the registry</source>
        <translation>无法连接到镜像仓库</translation>
    </message>
    <message>
        <source>Login required</source>
        <translation>需要登录</translation>
    </message>
    <message>
        <source>Rate limited by the registry</source>
        <translation>受到镜像仓库的速率限制</translation>
    </message>
    <message>
        <source>Operation failed</source>
        <translation>操作失败</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportDialog</name>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>F&amp;ormat:</source>
        <translation>格式(&amp;O)：</translation>
    </message>
    <message>
        <source>Export to a Folder</source>
        <translation>导出到文件夹</translation>
    </message>
    <message>
        <source>Exporting to %1</source>
        <translation>正在导出到 %1</translation>
    </message>
    <message>
        <source>Continue in &amp;Background</source>
        <translation>在后台继续(&amp;B)</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整个镜像</translation>
    </message>
    <message>
        <source>Selected item: %1</source>
        <translation>所选条目：%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected items</source>
        <translation>
            <numerusform>%Ln 个所选条目</numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Preset:</source>
        <translation>预设(&amp;P)：</translation>
    </message>
    <message>
        <source>E&amp;xport:</source>
        <translation>导出(&amp;X)：</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>到(&amp;T)：</translation>
    </message>
    <message>
        <source>Command:</source>
        <translation>命令：</translation>
    </message>
    <message>
        <source>O&amp;verwrite existing files</source>
        <translation>覆盖现有文件(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Image up to a layer</source>
        <translation>截至某层的镜像</translation>
    </message>
    <message>
        <source>Changes of a layer</source>
        <translation>一个层的更改</translation>
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
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>gzip (understood everywhere)</source>
        <translation>gzip（处处可用）</translation>
    </message>
    <message>
        <source>zstd (smaller and faster)</source>
        <translation>zstd（更小更快）</translation>
    </message>
    <message>
        <source>Not compressed</source>
        <translation>不压缩</translation>
    </message>
    <message>
        <source>gzip</source>
        <translation>gzip</translation>
    </message>
    <message>
        <source>zstd</source>
        <translation>zstd</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>As large as necessary</source>
        <translation>按需要的大小</translation>
    </message>
    <message>
        <source>Co&amp;mpression:</source>
        <translation>压缩(&amp;M)：</translation>
    </message>
    <message>
        <source>&amp;Layers:</source>
        <translation>层(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>大小(&amp;S)：</translation>
    </message>
    <message>
        <source>La&amp;bel:</source>
        <translation>卷标(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>The same export as a command</source>
        <translation>以命令形式执行同样的导出</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Export to a File</source>
        <translation>导出到文件</translation>
    </message>
    <message>
        <source>%1 free there, which may not be enough</source>
        <translation>那里可用 %1，可能不够</translation>
    </message>
    <message>
        <source>%1 free there</source>
        <translation>那里可用 %1</translation>
    </message>
    <message>
        <source>“%1” cannot hold what is selected. Choose another format, or the whole image.</source>
        <translation>“%1”无法容纳所选内容。请选择其他格式或整个镜像。</translation>
    </message>
    <message>
        <source>The label is too long: at most %1 bytes.</source>
        <translation>卷标过长：最多 %1 字节。</translation>
    </message>
    <message>
        <source>All available &amp;platforms of the image</source>
        <translation>镜像的所有可用平台(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Combine:</source>
        <translation>合并(&amp;C)：</translation>
    </message>
    <message>
        <source>Compressed as they are</source>
        <translation>保持原有压缩</translation>
    </message>
    <message>
        <source>As usual (zstd)</source>
        <translation>默认（zstd）</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportFormatModel</name>
    <message>
        <source>For the changes of a layer</source>
        <translation>用于一个层的更改</translation>
    </message>
    <message>
        <source>Not for what is selected</source>
        <translation>不适用于所选内容</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Good for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ExportResult</name>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy Start Command</source>
        <translation>复制启动命令(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>启动(&amp;S)</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Exported with warnings</source>
        <translation>已导出，但有警告</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2中的 %1</translation>
    </message>
    <message>
        <source>To start it: %1</source>
        <translation>启动命令：%1</translation>
    </message>
    <message>
        <source>No file manager found</source>
        <translation>未找到文件管理器</translation>
    </message>
    <message>
        <source>No terminal found; run the command in one.</source>
        <translation>未找到终端；请在终端中运行此命令。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::Extraction</name>
    <message numerus="yes">
        <source>%Ln files or folders</source>
        <translation>
            <numerusform>%Ln 个文件或文件夹</numerusform>
        </translation>
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
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移量</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>e.g. 4096 or 0x1000</source>
        <translation>例如 4096 或 0x1000</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 及更多</translation>
    </message>
    <message>
        <source>%1 further on</source>
        <comment>matches</comment>
        <translation>后面还有 %1 处</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FindingDetails</name>
    <message>
        <source>Show File</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Show the file in the tree of its layer</source>
        <translation>在其所在层的树中显示文件</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>Hide Value</source>
        <translation>隐藏值</translation>
    </message>
    <message>
        <source>Show Value</source>
        <translation>显示值</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FindingModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FindingTexts</name>
    <message>
        <source>Private keys</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Tokens and API keys</source>
        <translation>令牌和 API 密钥</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Set-user-ID programs</source>
        <translation>设置用户 ID 的程序</translation>
    </message>
    <message>
        <source>Set-group-ID programs</source>
        <translation>设置组 ID 的程序</translation>
    </message>
    <message>
        <source>Capabilities</source>
        <translation>权能</translation>
    </message>
    <message>
        <source>Writable by everybody</source>
        <translation>所有人可写</translation>
    </message>
    <message>
        <source>Entrypoint</source>
        <translation>入口点</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Missing interpreters</source>
        <translation>缺少的解释器</translation>
    </message>
    <message>
        <source>Missing libraries</source>
        <translation>缺少的库</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>%1, replaced in %2</source>
        <translation>%1，在 %2 中被替换</translation>
    </message>
    <message>
        <source>%1, deleted in %2</source>
        <translation>%1，在 %2 中被删除</translation>
    </message>
    <message>
        <source>It is in the configuration of the image, which everybody who has the image can read.</source>
        <translation>它在镜像的配置中，任何拥有该镜像的人都能读取。</translation>
    </message>
    <message>
        <source>The file is from layer %1.</source>
        <translation>该文件来自第 %1 层。</translation>
    </message>
    <message>
        <source>Layer %1 has another file at this path as well, which replaces it. The layer still carries it, and everybody who has the image can read it there.</source>
        <translation>第 %1 层在此路径还有另一个文件替换了它。该层仍包含它，任何拥有该镜像的人都能在其中读取。</translation>
    </message>
    <message>
        <source>The file is still in layer %1. Layer %2 replaces it, but everybody who has the image can read it there.</source>
        <translation>该文件仍在第 %1 层中。第 %2 层替换了它，但任何拥有该镜像的人都能在其中读取。</translation>
    </message>
    <message>
        <source>The file is still in layer %1. Layer %2 deletes it, but everybody who has the image can read it there.</source>
        <translation>该文件仍在第 %1 层中。第 %2 层删除了它，但任何拥有该镜像的人都能在其中读取。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln 个发现</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 of them high</source>
        <translation>%1，其中 %2 个为高</translation>
    </message>
    <message>
        <source>Searched the configuration and %1 (%2) in %3</source>
        <translation>已搜索配置以及 %3中的 %1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln layer(s)</source>
        <translation>
            <numerusform>%Ln 层</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FindingsPage</name>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Secrets, risky permissions and programs that cannot run</source>
        <translation>机密、有风险的权限和无法运行的程序</translation>
    </message>
    <message>
        <source>The audit was cancelled</source>
        <translation>审计已取消</translation>
    </message>
    <message>
        <source>&amp;Audit Again</source>
        <translation>重新审计(&amp;A)</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No private keys, tokens, passwords, set-ID programs, capabilities, files that everybody may write, nor programs that lack something.</source>
        <translation>没有私钥、令牌、密码、设置 ID 的程序、权能、所有人可写的文件，也没有缺少组件的程序。</translation>
    </message>
    <message>
        <source>Kind of findings</source>
        <translation>发现的类型</translation>
    </message>
    <message>
        <source>Auditing the image</source>
        <translation>正在审计镜像</translation>
    </message>
    <message>
        <source>Not searched: %1</source>
        <translation>未搜索：%1</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::FormPage</name>
    <message>
        <source>System default</source>
        <translation>系统默认</translation>
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
        <source>T&amp;heme:</source>
        <translation>主题(&amp;H)：</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>The language changes after a restart.</source>
        <translation>语言更改将在重新启动后生效。</translation>
    </message>
    <message>
        <source>On startup:</source>
        <translation>启动时：</translation>
    </message>
    <message>
        <source>&amp;Reopen last session&apos;s tabs</source>
        <translation>重新打开上次会话的标签页(&amp;R)</translation>
    </message>
    <message>
        <source>Notifications:</source>
        <translation>通知：</translation>
    </message>
    <message>
        <source>&amp;Notify me when a task finishes in the background</source>
        <translation>后台任务完成时通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Parallel &amp;downloads:</source>
        <translation>并行下载数(&amp;D)：</translation>
    </message>
    <message>
        <source>&amp;Retries:</source>
        <translation>重试次数(&amp;R)：</translation>
    </message>
    <message>
        <source>Host platform: %1</source>
        <translation>主机平台：%1</translation>
    </message>
    <message>
        <source>&amp;Platform:</source>
        <translation>平台(&amp;P)：</translation>
    </message>
    <message>
        <source>Not a platform. Enter one such as linux/arm64, or leave the field empty.</source>
        <translation>不是有效的平台。请输入如 linux/arm64 的平台，或留空。</translation>
    </message>
    <message>
        <source>File list columns:</source>
        <translation>文件列表列：</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Preview &amp;font size:</source>
        <translation>预览字号(&amp;F)：</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::GrepModel</name>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::GrepPage</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the contents of the files</source>
        <translation>搜索文件内容</translation>
    </message>
    <message>
        <source>Search the contents of files</source>
        <translation>搜索文件内容</translation>
    </message>
    <message>
        <source>Search contents</source>
        <translation>搜索内容</translation>
    </message>
    <message>
        <source>Regular e&amp;xpression</source>
        <translation>正则表达式(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Match case</source>
        <translation>区分大小写(&amp;M)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Show More</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Files to search</source>
        <translation>要搜索的文件</translation>
    </message>
    <message>
        <source>The whole image</source>
        <translation>整个镜像</translation>
    </message>
    <message>
        <source>All layers, with deleted files</source>
        <translation>所有层，包括已删除的文件</translation>
    </message>
    <message>
        <source>In the syntax of Perl (PCRE2), within a line</source>
        <translation>使用 Perl 语法（PCRE2），在一行之内</translation>
    </message>
    <message>
        <source>Lines that match</source>
        <translation>匹配的行</translation>
    </message>
    <message>
        <source>Searching: %1 %</source>
        <translation>正在搜索：%1%</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The layers up to %1</source>
        <translation>截至第 %1 层</translation>
    </message>
    <message>
        <source>Layer %1 alone</source>
        <translation>仅第 %1 层</translation>
    </message>
    <message>
        <source>The layers %1 to %2</source>
        <translation>第 %1 至 %2 层</translation>
    </message>
    <message>
        <source>The layers chosen (all)</source>
        <translation>所选的层（全部）</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>在 %1 中</translation>
    </message>
    <message>
        <source>Search the contents of all files for a text or a regular expression, also in files that a later layer deletes.</source>
        <translation>在所有文件的内容中搜索文本或正则表达式，包括之后的层删除的文件。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>The first %1 of %2</source>
        <translation>%2中的前 %1 行</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2中的 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln matching lines</source>
        <translation>
            <numerusform>%Ln 个匹配行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in Files</source>
        <translation>在文件中显示</translation>
    </message>
    <message>
        <source>Copy Path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy Line</source>
        <translation>复制行</translation>
    </message>
    <message>
        <source>Copy Path and Line Number</source>
        <translation>复制路径和行号</translation>
    </message>
    <message>
        <source>&amp;Binary files</source>
        <translation>二进制文件(&amp;B)</translation>
    </message>
    <message>
        <source>Also files that contain a zero byte, as if they were texts</source>
        <translation>包括含有零字节的文件，按文本处理</translation>
    </message>
    <message>
        <source>The selected entries (none)</source>
        <translation>所选条目（无）</translation>
    </message>
    <message numerus="yes">
        <source>In %Ln selected entries</source>
        <translation>
            <numerusform>在 %Ln 个所选条目中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::HelpDialog</name>
    <message>
        <source>Shortcuts and Filters</source>
        <translation>快捷键与筛选</translation>
    </message>
    <message>
        <source>In the files: opens a file, expands or collapses a folder</source>
        <translation>在文件中：打开文件，展开或折叠文件夹</translation>
    </message>
    <message>
        <source>In the filter: goes to the files</source>
        <translation>在筛选框中：转到文件</translation>
    </message>
    <message>
        <source>In the filter: clears it</source>
        <translation>在筛选框中：清除筛选</translation>
    </message>
    <message>
        <source>In the preview of a text: finds text</source>
        <translation>在文本预览中：查找文本</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Shift+单击</translation>
    </message>
    <message>
        <source>In the layers: selects a range</source>
        <translation>在层列表中：选择一个范围</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>In a difference: goes to the next and to the previous change</source>
        <translation>在差异中：转到下一处和上一处更改</translation>
    </message>
    <message>
        <source>In a difference that has the focus: the same</source>
        <translation>差异获得焦点时：同上</translation>
    </message>
    <message>
        <source>In the layers: moves the handle of the state to compare with; with Shift, that of the state shown</source>
        <translation>在层列表中：移动比较状态的手柄；按住 Shift 则移动所显示状态的手柄</translation>
    </message>
    <message>
        <source>Drag a tab</source>
        <translation>拖动标签页</translation>
    </message>
    <message>
        <source>To another image or its tab: compares them</source>
        <translation>拖到另一镜像或其标签页上：比较两者</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::HexDiffView</name>
    <message>
        <source>Difference of the bytes</source>
        <translation>字节的差异</translation>
    </message>
    <message>
        <source>&amp;Copy as Hex</source>
        <translation>复制为十六进制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Offset</source>
        <translation>复制偏移量(&amp;O)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
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
    <name>stratoscope::ui::IgnoreButton</name>
    <message>
        <source>What the comparison leaves out</source>
        <translation>比较时忽略的内容</translation>
    </message>
    <message>
        <source>Ignore &amp;Times</source>
        <translation>忽略时间(&amp;T)</translation>
    </message>
    <message>
        <source>Ignore &amp;Owners</source>
        <translation>忽略所有者(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Judge Like a Reproducible Build</source>
        <translation>按可重现构建判断(&amp;J)</translation>
    </message>
    <message>
        <source>Leaves out times, the history and the images&apos; names</source>
        <translation>忽略时间、历史和镜像名称</translation>
    </message>
    <message>
        <source>Ignore &amp;names:</source>
        <translation>忽略名称(&amp;N)：</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Ignore (%1)</source>
        <translation>忽略（%1）</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageHeader</name>
    <message>
        <source>Unknown platform</source>
        <translation>未知平台</translation>
    </message>
    <message>
        <source>Platform: %1</source>
        <translation>平台：%1</translation>
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
    <message>
        <source>%1 compressed</source>
        <translation>压缩后 %1</translation>
    </message>
    <message>
        <source>Corrupt</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>&amp;Import into Library</source>
        <translation>导入镜像库(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>复制详情(&amp;C)</translation>
    </message>
    <message>
        <source>Manifest digest</source>
        <translation>清单摘要</translation>
    </message>
    <message>
        <source>Config digest (image ID)</source>
        <translation>配置摘要（镜像 ID）</translation>
    </message>
    <message>
        <source>Other platforms</source>
        <translation>其他平台</translation>
    </message>
    <message>
        <source>Other images in the same archive or layout</source>
        <translation>同一归档或布局中的其他镜像</translation>
    </message>
    <message>
        <source>Image in the archive: %1</source>
        <translation>归档中的镜像：%1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export again: %1</source>
        <translation>再次导出：%1</translation>
    </message>
    <message>
        <source>Export the image</source>
        <translation>导出镜像</translation>
    </message>
    <message>
        <source>&amp;More Formats and Options…</source>
        <translation>更多格式和选项(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageLayout</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The files in the image</source>
        <translation>镜像中的文件</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageMenu</name>
    <message>
        <source>Looking up platforms…</source>
        <translation>正在查询平台…</translation>
    </message>
    <message>
        <source>Available to Pull</source>
        <translation>可拉取</translation>
    </message>
    <message>
        <source>No other platforms</source>
        <translation>没有其他平台</translation>
    </message>
    <message>
        <source>Other platforms could not be looked up</source>
        <translation>无法查询其他平台</translation>
    </message>
    <message>
        <source>Looking up images…</source>
        <translation>正在查找镜像…</translation>
    </message>
    <message>
        <source>No other images</source>
        <translation>没有其他镜像</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageOverview</name>
    <message>
        <source>About the image</source>
        <translation>关于镜像</translation>
    </message>
    <message>
        <source>Ask %1 for artifacts that refer to %2</source>
        <translation>向 %1 查询引用 %2 的制品</translation>
    </message>
    <message>
        <source>&amp;Find Signatures and SBOMs at %1</source>
        <translation>在 %1 查找签名和 SBOM(&amp;F)</translation>
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
        <source>%1 of %2 layers</source>
        <translation>%1 / %2 层</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>%1; the rest is still downloading</source>
        <translation>%1；其余部分仍在下载</translation>
    </message>
    <message>
        <source>Digest mismatch: the contents shown may be wrong</source>
        <translation>摘要不匹配：显示的内容可能有误</translation>
    </message>
    <message>
        <source>%1 ↔ %2</source>
        <translation>%1 ↔ %2</translation>
    </message>
    <message>
        <source>Could not open %1</source>
        <translation>无法打开 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Save Report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Web page (*.html);;Markdown (*.md)</source>
        <translation>网页 (*.html);;Markdown (*.md)</translation>
    </message>
    <message>
        <source>Could not save the report</source>
        <translation>无法保存报告</translation>
    </message>
    <message>
        <source>%1 layer %2</source>
        <translation>%1 第 %2 层</translation>
    </message>
    <message>
        <source>%1 layers %2 to %3</source>
        <translation>%1 第 %2 至 %3 层</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ImageTabs</name>
    <message>
        <source>Open images</source>
        <translation>已打开的镜像</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Close &amp;Others</source>
        <translation>关闭其他(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Reopen Closed Tab</source>
        <translation>重新打开关闭的标签页(&amp;R)</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>复制名称(&amp;N)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>&amp;End Comparison</source>
        <translation>结束比较(&amp;E)</translation>
    </message>
    <message>
        <source>Un&amp;mount</source>
        <translation>卸载(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Mount</source>
        <translation>挂载(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Push to Registry…</source>
        <translation>推送到镜像仓库(&amp;P)…</translation>
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
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Filter syntax</source>
        <translation>筛选语法</translation>
    </message>
    <message>
        <source>The images cannot be compared</source>
        <translation>无法比较这些镜像</translation>
    </message>
    <message>
        <source>%1 does not differ</source>
        <translation>%1 没有差异</translation>
    </message>
    <message>
        <source>It is not part of the comparison.</source>
        <translation>它不在比较范围内。</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>Group by Package</source>
        <translation>按软件包分组</translation>
    </message>
    <message>
        <source>No file of %1 differs</source>
        <translation>%1 没有不同的文件</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::InspectorView</name>
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
        <source>The index that lists the image, as JSON</source>
        <translation>列出此镜像的索引，JSON 格式</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>How the images differ besides their files</source>
        <translation>镜像在文件之外的差异</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>What the image is and how it runs (Ctrl+I)</source>
        <translation>镜像是什么以及如何运行（Ctrl+I）</translation>
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
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Could not save the document</source>
        <translation>无法保存文档</translation>
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
    <name>stratoscope::ui::LayerList</name>
    <message>
        <source>The state that is shown. Drag it to another layer.</source>
        <translation>所显示的状态。可拖到另一层。</translation>
    </message>
    <message>
        <source>Drag this down to see what differs from an earlier state.</source>
        <translation>向下拖动可查看与较早状态的差异。</translation>
    </message>
    <message>
        <source>The state to compare with. Drag it to another layer.</source>
        <translation>要与之比较的状态。可拖到另一层。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LayerModel</name>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
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
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>%1 added, %2 changed, %3 removed</source>
        <translation>添加 %1 项，修改 %2 项，删除 %3 项</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>Corrupt: digest mismatch</source>
        <translation>已损坏：摘要不匹配</translation>
    </message>
    <message>
        <source>No digest to verify against</source>
        <translation>没有可供校验的摘要</translation>
    </message>
    <message>
        <source>Step without layer: %1</source>
        <translation>没有层的步骤：%1</translation>
    </message>
    <message>
        <source>This step changed no files and has no layer.</source>
        <translation>此步骤没有更改任何文件，也没有对应的层。</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>%1 / %2 层</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>This layer has not been downloaded yet.</source>
        <translation>该层尚未下载。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message numerus="yes">
        <source>%n common layer(s)</source>
        <translation>
            <numerusform>%n 个共有的层</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, expanded</source>
        <translation>%1，已展开</translation>
    </message>
    <message>
        <source>%1, collapsed</source>
        <translation>%1，已折叠</translation>
    </message>
    <message>
        <source>Both images begin with these layers. Click to show or hide them.</source>
        <translation>两个镜像都以这些层开始。单击可显示或隐藏。</translation>
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
        <source>Copy &amp;Digest</source>
        <translation>复制摘要(&amp;D)</translation>
    </message>
    <message>
        <source>Copy Di&amp;ff ID</source>
        <translation>复制 Diff ID(&amp;F)</translation>
    </message>
    <message>
        <source>Copy &amp;Instruction</source>
        <translation>复制指令(&amp;I)</translation>
    </message>
    <message>
        <source>The file system of all layers combined</source>
        <translation>所有层叠加后的文件系统</translation>
    </message>
    <message>
        <source>Up to this layer</source>
        <translation>截至此层</translation>
    </message>
    <message>
        <source>The file system after the selected layer</source>
        <translation>叠加到所选层为止的文件系统</translation>
    </message>
    <message>
        <source>Layer changes</source>
        <translation>层更改</translation>
    </message>
    <message>
        <source>What the selected layers add, change and remove</source>
        <translation>所选的层添加、更改和删除的内容</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>&amp;Up to This Layer</source>
        <translation>截至此层(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Layer Changes</source>
        <translation>层更改(&amp;L)</translation>
    </message>
    <message>
        <source>Layers so far</source>
        <translation>目前的层</translation>
    </message>
    <message>
        <source>Alt+Up and Alt+Down move the state to compare with; with Shift, the state that is shown.</source>
        <translation>Alt+向上和 Alt+向下移动要比较的状态；按住 Shift 则移动所显示的状态。</translation>
    </message>
    <message>
        <source>Up to these layers</source>
        <translation>截至这些层</translation>
    </message>
    <message>
        <source>The file systems after the selected layers are compared</source>
        <translation>比较所选层之后的文件系统</translation>
    </message>
    <message>
        <source>These layers alone</source>
        <translation>仅这些层</translation>
    </message>
    <message>
        <source>Only what is in the selected layers themselves is compared</source>
        <translation>仅比较所选层自身的内容</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare &amp;Up to This Layer</source>
        <translation>比较截至该层(&amp;U)</translation>
    </message>
    <message>
        <source>Compare This &amp;Layer Alone</source>
        <translation>仅比较该层(&amp;L)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::Library</name>
    <message>
        <source>Could not pin or unpin %1</source>
        <translation>无法固定或取消固定 %1</translation>
    </message>
    <message>
        <source>Could not remove %1</source>
        <translation>无法移除 %1</translation>
    </message>
    <message>
        <source>Could not import %1</source>
        <translation>无法导入 %1</translation>
    </message>
    <message>
        <source>Could not verify %1</source>
        <translation>无法校验 %1</translation>
    </message>
    <message>
        <source>Could not repair %1</source>
        <translation>无法修复 %1</translation>
    </message>
    <message>
        <source>%1 will be removed as soon as possible</source>
        <translation>将尽快移除 %1</translation>
    </message>
    <message>
        <source>Could not load %1 into %2</source>
        <translation>无法将 %1 加载到 %2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;Another Platform</source>
        <translation>打开其他平台(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Import into Library</source>
        <translation>导入镜像库(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>固定(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>校验(&amp;V)</translation>
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
        <source>%n images in the store cannot be read</source>
        <translation>
            <numerusform>无法读取存储中的 %n 个镜像</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 imported</source>
        <translation>%1 已导入</translation>
    </message>
    <message>
        <source>%1 repaired</source>
        <translation>%1 已修复</translation>
    </message>
    <message>
        <source>Un&amp;pin</source>
        <translation>取消固定(&amp;P)</translation>
    </message>
    <message>
        <source>Cancel &amp;Verification</source>
        <translation>取消校验(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Copy Path</source>
        <translation>复制路径(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Remove from List</source>
        <translation>从列表中移除(&amp;R)</translation>
    </message>
    <message>
        <source>%1 no longer exists</source>
        <translation>%1 已不存在</translation>
    </message>
    <message>
        <source>Remove Image</source>
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
        <source>This frees almost no space: other images use the same layers.</source>
        <translation>几乎不会释放空间：其他镜像使用相同的层。</translation>
    </message>
    <message>
        <source>The image is pinned.</source>
        <translation>该镜像已固定。</translation>
    </message>
    <message>
        <source>The image is open; its tab will be closed.</source>
        <translation>该镜像已打开；其标签页将被关闭。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>No file manager found</source>
        <translation>未找到文件管理器</translation>
    </message>
    <message>
        <source>%1: no problems found</source>
        <translation>%1：未发现问题</translation>
    </message>
    <message>
        <source>%1 verified</source>
        <translation>%1 已校验</translation>
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
        <source>%1 is corrupt</source>
        <translation>%1 已损坏</translation>
    </message>
    <message>
        <source>Canc&amp;el Repair</source>
        <translation>取消修复(&amp;E)</translation>
    </message>
    <message>
        <source>Could not export the image</source>
        <translation>无法导出镜像</translation>
    </message>
    <message>
        <source>%1 loaded into %2</source>
        <translation>%1 已加载到 %2</translation>
    </message>
    <message>
        <source>&amp;Mount</source>
        <translation>挂载(&amp;M)</translation>
    </message>
    <message>
        <source>P&amp;ush to Registry…</source>
        <translation>推送到镜像仓库(&amp;U)…</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryDock</name>
    <message>
        <source>Library</source>
        <translation>镜像库</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryModel</name>
    <message>
        <source>Image file</source>
        <translation>镜像文件</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>镜像文件夹</translation>
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
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Image in the store</source>
        <translation>存储中的镜像</translation>
    </message>
    <message>
        <source>Image in a registry</source>
        <translation>镜像仓库中的镜像</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>Verifying… %1%</source>
        <translation>正在校验… %1%</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Corrupt</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Pinned: never removed by clean-up</source>
        <translation>已固定：清理时不会移除</translation>
    </message>
    <message>
        <source>No longer exists</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>Repairing…</source>
        <translation>正在修复…</translation>
    </message>
    <message>
        <source>Repairing… %1%</source>
        <translation>正在修复… %1%</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Image of an engine</source>
        <translation>引擎中的镜像</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LibraryPane</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the library</source>
        <translation>筛选镜像库</translation>
    </message>
    <message>
        <source>Sort the library</source>
        <translation>对镜像库排序</translation>
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
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Images that you pull or open are listed here.

You can also drop files here.</source>
        <translation>您拉取或打开的镜像会列在这里。

也可以将文件拖放到此处。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::LoadMenu</name>
    <message>
        <source>&amp;Load Into</source>
        <translation>加载到(&amp;L)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MainMenu</name>
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
        <source>F&amp;ind Images…</source>
        <translation>查找镜像(&amp;I)…</translation>
    </message>
    <message>
        <source>Re&amp;gistries…</source>
        <translation>镜像仓库(&amp;G)…</translation>
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
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
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
        <source>Up &amp;to This Layer</source>
        <translation>截至此层(&amp;T)</translation>
    </message>
    <message>
        <source>Layer Chan&amp;ges</source>
        <translation>层更改(&amp;G)</translation>
    </message>
    <message>
        <source>A&amp;bout the Image</source>
        <translation>关于此镜像(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>全部展开(&amp;E)</translation>
    </message>
    <message>
        <source>E&amp;xpand to Level</source>
        <translation>展开到层级(&amp;X)</translation>
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
        <source>L&amp;ibrary</source>
        <translation>镜像库(&amp;I)</translation>
    </message>
    <message>
        <source>Activit&amp;y</source>
        <translation>活动(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>层(&amp;L)</translation>
    </message>
    <message>
        <source>Pre&amp;view</source>
        <translation>预览(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>详情(&amp;D)</translation>
    </message>
    <message>
        <source>Relo&amp;ad</source>
        <translation>重新载入(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Full Screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Item</source>
        <translation>条目(&amp;I)</translation>
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
        <source>About Stratoscope</source>
        <translation>关于 Stratoscope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;Look into container images, layer by layer.&lt;/p&gt;&lt;p&gt;Free software under the Apache License 2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;逐层查看容器镜像。&lt;/p&gt;&lt;p&gt;基于 Apache 许可证 2.0 的自由软件。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Reopen Closed &amp;Tab</source>
        <translation>重新打开关闭的标签页(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Shortcuts and Filters</source>
        <translation>快捷键与筛选(&amp;S)</translation>
    </message>
    <message>
        <source>Expand to level %1</source>
        <translation>展开到第 %1 级</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>I&amp;mage</source>
        <translation>镜像(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Swap Sides</source>
        <translation>交换两侧(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;End Comparison</source>
        <translation>结束比较(&amp;E)</translation>
    </message>
    <message>
        <source>Save &amp;Report…</source>
        <translation>保存报告(&amp;R)…</translation>
    </message>
    <message>
        <source>Search &amp;Contents</source>
        <translation>搜索内容(&amp;C)</translation>
    </message>
    <message>
        <source>Group by Pac&amp;kage</source>
        <translation>按软件包分组(&amp;K)</translation>
    </message>
    <message>
        <source>Un&amp;mount</source>
        <translation>卸载(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Mount</source>
        <translation>挂载(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Push to Registry…</source>
        <translation>推送到镜像仓库(&amp;P)…</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MainWindow</name>
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
        <source>Find Images</source>
        <translation>查找镜像</translation>
    </message>
    <message>
        <source>Stratoscope</source>
        <translation>Stratoscope</translation>
    </message>
    <message>
        <source>Search registries (Ctrl+K)</source>
        <translation>搜索镜像仓库 (Ctrl+K)</translation>
    </message>
    <message>
        <source>%1 — Stratoscope</source>
        <translation>%1 — Stratoscope</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::MapLegend</name>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>隐藏</translation>
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
    <name>stratoscope::ui::MountBar</name>
    <message>
        <source>Could not mount %1</source>
        <translation>无法挂载 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries have longer names than Linux allows, and cannot be reached</source>
        <translation>
            <numerusform>%Ln 个条目的名称超出 Linux 允许的长度，无法访问</numerusform>
        </translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy Path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Unmount</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Mounted</source>
        <translation>已挂载</translation>
    </message>
    <message>
        <source>Mounted; no file manager was found</source>
        <translation>已挂载；未找到文件管理器</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::Notifier</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1失败：%2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PackageModel</name>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>License: %1</source>
        <translation>许可证：%1</translation>
    </message>
    <message>
        <source>Maintainer: %1</source>
        <translation>维护者：%1</translation>
    </message>
    <message>
        <source>Described by %1</source>
        <translation>描述于 %1</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>在 %1 中</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PackagesPage</name>
    <message>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>The packages that are installed in the image</source>
        <translation>镜像中安装的软件包</translation>
    </message>
    <message>
        <source>Filter: words in the name, version, type or source</source>
        <translation>筛选：名称、版本、类型或来源中的词</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Only &amp;what differs</source>
        <translation>仅显示不同的(&amp;W)</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Save the list as a software bill of materials</source>
        <translation>将列表保存为软件物料清单</translation>
    </message>
    <message>
        <source>&amp;SPDX…</source>
        <translation>&amp;SPDX…</translation>
    </message>
    <message>
        <source>&amp;CycloneDX…</source>
        <translation>&amp;CycloneDX…</translation>
    </message>
    <message>
        <source>Reading packages…</source>
        <translation>正在读取软件包…</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>无匹配项</translation>
    </message>
    <message>
        <source>No package differs</source>
        <translation>没有不同的软件包</translation>
    </message>
    <message>
        <source>No packages found</source>
        <translation>未找到软件包</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Some packages could not be read</source>
        <translation>部分软件包无法读取</translation>
    </message>
    <message>
        <source>Show &amp;Files</source>
        <translation>显示文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Save as SPDX</source>
        <translation>保存为 SPDX</translation>
    </message>
    <message>
        <source>Save as CycloneDX</source>
        <translation>保存为 CycloneDX</translation>
    </message>
    <message>
        <source>JSON (*.json);;All files (*)</source>
        <translation>JSON (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Could not save the list of packages</source>
        <translation>无法保存软件包列表</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PathBar</name>
    <message>
        <source>Zoom to %1</source>
        <translation>缩放到 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PictureDiffView</name>
    <message>
        <source>Difference of the pictures</source>
        <translation>图片的差异</translation>
    </message>
    <message>
        <source>How much of the picture before is shown</source>
        <translation>显示多少之前的图片</translation>
    </message>
    <message>
        <source>%1: %2 × %3</source>
        <translation>%1：%2 × %3</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PillBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Differences in the attributes</source>
        <translation>属性的差异</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::PreviewPane</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
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
        <source>File information</source>
        <translation>文件信息</translation>
    </message>
    <message>
        <source>Show the file&apos;s contents</source>
        <translation>显示文件内容</translation>
    </message>
    <message>
        <source>Show the JSON document as a tree</source>
        <translation>以树形显示 JSON 文档</translation>
    </message>
    <message>
        <source>Show the bytes in hexadecimal</source>
        <translation>以十六进制显示字节</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Select a file to preview it</source>
        <translation>选择一个文件以预览</translation>
    </message>
    <message>
        <source>Past the end of the file</source>
        <translation>超出文件末尾</translation>
    </message>
    <message>
        <source>Open Archive</source>
        <translation>打开归档</translation>
    </message>
    <message>
        <source>Show the document&apos;s text</source>
        <translation>显示文档的文本</translation>
    </message>
    <message>
        <source>Look into the files of the archive</source>
        <translation>查看归档中的文件</translation>
    </message>
    <message>
        <source>Only the first %1 of the text are shown. Bytes shows the entire file.</source>
        <translation>仅显示文本的前 %1。“字节”会显示整个文件。</translation>
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
    <name>stratoscope::ui::PushDialog</name>
    <message>
        <source>Push %1</source>
        <translation>推送 %1</translation>
    </message>
    <message>
        <source>&amp;Push</source>
        <translation>推送(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>到(&amp;T)：</translation>
    </message>
    <message>
        <source>P&amp;latforms:</source>
        <translation>平台(&amp;L)：</translation>
    </message>
    <message>
        <source>All %1: %2</source>
        <translation>全部 %1 个：%2</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RecentRow</name>
    <message>
        <source>Remove from list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Remove %1 from list</source>
        <translation>从列表中移除 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::ReferrerView</name>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
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
        <source>Artifacts in the registry that refer to the image. They are listed, not verified.</source>
        <translation>镜像仓库中引用此镜像的制品，仅列出，未经校验。</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Could not list signatures and SBOMs</source>
        <translation>无法列出签名和 SBOM</translation>
    </message>
    <message>
        <source>No signatures, SBOMs or attestations</source>
        <translation>没有签名、SBOM 或证明</translation>
    </message>
    <message>
        <source>The list may be incomplete</source>
        <translation>列表可能不完整</translation>
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
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
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
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Logged in as %1</source>
        <translation>已登录为 %1</translation>
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
        <source>Address of the new registry</source>
        <translation>新镜像仓库的地址</translation>
    </message>
    <message>
        <source>&amp;Search this registry</source>
        <translation>搜索此镜像仓库(&amp;S)</translation>
    </message>
    <message>
        <source>System certificates</source>
        <translation>系统证书</translation>
    </message>
    <message>
        <source>Use plain &amp;HTTP</source>
        <translation>使用纯 HTTP(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;kip certificate verification (insecure)</source>
        <translation>跳过证书校验（不安全）(&amp;K)</translation>
    </message>
    <message>
        <source>Anyone on the network can read your credentials and alter pulls that are not by digest</source>
        <translation>网络上的任何人都可以读取您的凭据，并篡改未按摘要进行的拉取</translation>
    </message>
    <message>
        <source>Not a registry address</source>
        <translation>不是镜像仓库地址</translation>
    </message>
    <message>
        <source>%1: enter a host such as registry.example.com or localhost:5000</source>
        <translation>%1：请输入主机，例如 registry.example.com 或 localhost:5000</translation>
    </message>
    <message>
        <source>No registry selected</source>
        <translation>未选择镜像仓库</translation>
    </message>
    <message>
        <source>Select Certificate Folder (ca.crt, client.cert, client.key)</source>
        <translation>选择证书文件夹（ca.crt、client.cert、client.key）</translation>
    </message>
    <message>
        <source>Could not read the registry configuration</source>
        <translation>无法读取镜像仓库配置</translation>
    </message>
    <message>
        <source>Endpoints, in order: %1</source>
        <translation>端点（按顺序）：%1</translation>
    </message>
    <message>
        <source>The password is stored unencrypted in %1</source>
        <translation>密码以未加密形式保存在 %1 中</translation>
    </message>
    <message>
        <source>The credentials are stored by %1</source>
        <translation>凭据由 %1 保存</translation>
    </message>
    <message>
        <source>Could not log out</source>
        <translation>无法退出登录</translation>
    </message>
    <message>
        <source>Not logged in by Stratoscope</source>
        <translation>并非由 Stratoscope 登录</translation>
    </message>
    <message>
        <source>Another program stores these credentials. Log out there, for example with podman logout %1</source>
        <translation>这些凭据由另一个程序保存。请在那里退出登录，例如使用 podman logout %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::RegistryList</name>
    <message>
        <source>Registries</source>
        <translation>镜像仓库</translation>
    </message>
    <message>
        <source>Registry settings</source>
        <translation>镜像仓库设置</translation>
    </message>
    <message>
        <source>%1 (included in searches)</source>
        <translation>%1（包含在搜索中）</translation>
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
</context>
<context>
    <name>stratoscope::ui::RepositoryPane</name>
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
        <source>Platforms</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
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
        <source>Unknown platform</source>
        <translation>未知平台</translation>
    </message>
    <message>
        <source>Pull %1</source>
        <translation>拉取 %1</translation>
    </message>
    <message>
        <source>Select a repository to see its tags</source>
        <translation>选择一个仓库以查看其标签</translation>
    </message>
    <message>
        <source>Download size</source>
        <translation>下载大小</translation>
    </message>
    <message>
        <source>Loading tags…</source>
        <translation>正在加载标签…</translation>
    </message>
    <message>
        <source>%1, loading more…</source>
        <translation>%1，正在加载更多…</translation>
    </message>
    <message>
        <source>Select a tag to see its platforms</source>
        <translation>选择一个标签以查看其平台</translation>
    </message>
    <message>
        <source>Loading platforms…</source>
        <translation>正在加载平台…</translation>
    </message>
    <message>
        <source>Pulls the image for the host platform</source>
        <translation>拉取适用于主机平台的镜像</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SavingFilesModel</name>
    <message>
        <source>%1
moved to %2</source>
        <translation>%1
移动到 %2</translation>
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
        <source>Repositories</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>Searching %1…</source>
        <translation>正在搜索 %1…</translation>
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
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
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
        <source>Registries…</source>
        <translation>镜像仓库…</translation>
    </message>
    <message>
        <source>Registries to search</source>
        <translation>要搜索的镜像仓库</translation>
    </message>
    <message>
        <source>Select a registry to search</source>
        <translation>选择要搜索的镜像仓库</translation>
    </message>
    <message>
        <source>Searches %1.

Enter an image reference to pull it, or a path to open it.</source>
        <translation>搜索 %1。

输入镜像引用可拉取镜像，输入路径可将其打开。</translation>
    </message>
    <message>
        <source>Enter a search term for %1</source>
        <translation>输入要在 %1 中搜索的内容</translation>
    </message>
    <message>
        <source>No registry selected</source>
        <translation>未选择镜像仓库</translation>
    </message>
    <message>
        <source>No results</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>%1 does not support search. Enter the full name of a repository to see its tags.</source>
        <translation>%1 不支持搜索。请输入仓库的完整名称以查看其标签。</translation>
    </message>
    <message>
        <source>Alias %1 in registries.conf</source>
        <translation>registries.conf 中的别名 %1</translation>
    </message>
    <message>
        <source>No results, but not all registries could be searched</source>
        <translation>没有结果，但并非所有镜像仓库都能搜索</translation>
    </message>
    <message>
        <source>No image in the library has this digest</source>
        <translation>库中没有具有此摘要的镜像</translation>
    </message>
    <message>
        <source>To find it in a registry, write its name in front: NAME@%1</source>
        <translation>要在镜像仓库中查找，请在前面写上名称：NAME@%1</translation>
    </message>
    <message>
        <source>No registry can be reached</source>
        <translation>无法连接任何镜像仓库</translation>
    </message>
    <message>
        <source>Check the connection to the network. %1</source>
        <translation>请检查网络连接。%1</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
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
    <name>stratoscope::ui::SizeMapView</name>
    <message>
        <source>Map of sizes</source>
        <translation>大小图</translation>
    </message>
    <message>
        <source>The arrow keys lead from one entry to the next. Enter zooms into a folder, Backspace out of it.</source>
        <translation>方向键在条目之间移动。Enter 进入文件夹，Backspace 退出。</translation>
    </message>
    <message>
        <source>No files</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <source>Map of sizes: %1</source>
        <translation>大小图：%1</translation>
    </message>
    <message>
        <source>less than 0.1 %</source>
        <translation>不足 0.1%</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message numerus="yes">
        <source>%Ln small entries in %1</source>
        <translation>
            <numerusform>%1 中的 %Ln 个小条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>hidden by a later layer</source>
        <translation>被之后的层隐藏</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SizePage</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Where the bytes went, and what can be saved</source>
        <translation>字节用在了哪里，以及可以节省什么</translation>
    </message>
    <message>
        <source>Treemap</source>
        <translation>矩形树图</translation>
    </message>
    <message>
        <source>Each file is an area of its size</source>
        <translation>每个文件的面积对应其大小</translation>
    </message>
    <message>
        <source>Sunburst</source>
        <translation>旭日图</translation>
    </message>
    <message>
        <source>Folders are rings around the one in the middle</source>
        <translation>文件夹是围绕中心的环</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Final image</source>
        <translation>最终镜像</translation>
    </message>
    <message>
        <source>Files to show</source>
        <translation>要显示的文件</translation>
    </message>
    <message>
        <source>Also files that a later layer replaces or removes, which still take space</source>
        <translation>包括之后的层替换或移除、但仍占用空间的文件</translation>
    </message>
    <message>
        <source>Only files that are in the final image</source>
        <translation>仅最终在镜像中的文件</translation>
    </message>
    <message>
        <source>By layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>By kind of file</source>
        <translation>按文件类型</translation>
    </message>
    <message>
        <source>By waste</source>
        <translation>按浪费</translation>
    </message>
    <message>
        <source>Meaning of the colours</source>
        <translation>颜色的含义</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in Files</source>
        <translation>在文件中显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Copy Path</source>
        <translation>复制路径(&amp;C)</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SizePanel</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Savings</source>
        <translation>可节省的空间</translation>
    </message>
    <message>
        <source>Space ticks a saving. Its files are shown in the map.</source>
        <translation>空格键可勾选一项。其文件会显示在图中。</translation>
    </message>
    <message>
        <source>The image cannot be analyzed</source>
        <translation>无法分析该镜像</translation>
    </message>
    <message>
        <source>Analyzing…</source>
        <translation>正在分析…</translation>
    </message>
    <message>
        <source>Nothing to save</source>
        <translation>没有可节省的空间</translation>
    </message>
    <message>
        <source>%1 can be saved</source>
        <translation>可以节省 %1</translation>
    </message>
    <message>
        <source>In the image</source>
        <translation>镜像中</translation>
    </message>
    <message>
        <source>The files of the final image</source>
        <translation>最终存在的文件</translation>
    </message>
    <message>
        <source>In the layers</source>
        <translation>各层中</translation>
    </message>
    <message>
        <source>The files of all layers</source>
        <translation>所有层的文件</translation>
    </message>
    <message>
        <source>Hidden by later layers</source>
        <translation>被之后的层隐藏</translation>
    </message>
    <message>
        <source>What the layers have and the image has not: as much as squashing saves</source>
        <translation>层中有而镜像中没有的内容：即合并层所节省的空间</translation>
    </message>
    <message>
        <source>Only attributes changed</source>
        <translation>仅属性更改</translation>
    </message>
    <message>
        <source>A later layer has the same content again, with another mode, owner or time</source>
        <translation>之后的层再次包含相同内容，但权限、所有者或时间不同</translation>
    </message>
    <message>
        <source>Overwritten</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>A later layer has something else in its place</source>
        <translation>之后的层在同一位置有其他内容</translation>
    </message>
    <message>
        <source>Deleted later</source>
        <translation>之后删除</translation>
    </message>
    <message>
        <source>A later layer removes it</source>
        <translation>之后的层移除了它</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Files in the image with the same content, without one copy of each</source>
        <translation>镜像中内容相同的文件，每组不计一份</translation>
    </message>
    <message>
        <source>On the wire</source>
        <translation>传输时</translation>
    </message>
    <message>
        <source>The compressed layers, as they are pulled</source>
        <translation>拉取时的压缩层</translation>
    </message>
    <message>
        <source>Base image</source>
        <translation>基础镜像</translation>
    </message>
    <message>
        <source>dive’s efficiency</source>
        <translation>dive 的效率</translation>
    </message>
    <message>
        <source>As dive computes it: of each path, the smallest size in relation to the sum of its sizes in all layers</source>
        <translation>按 dive 的算法：每个路径的最小大小与其在所有层中的大小之和的比</translation>
    </message>
    <message>
        <source>dive’s wasted space</source>
        <translation>dive 的浪费空间</translation>
    </message>
    <message>
        <source>As dive computes it: the sizes of all paths that occur in several layers</source>
        <translation>按 dive 的算法：在多个层中出现的所有路径的大小</translation>
    </message>
    <message>
        <source>Duplicates, and files of which only attributes have changed, are known once the image has been verified.</source>
        <translation>重复的文件以及仅属性更改的文件，要在镜像验证后才能得知。</translation>
    </message>
    <message>
        <source>Tick what you would change, to see the size then.</source>
        <translation>勾选想要更改的项，即可查看更改后的大小。</translation>
    </message>
    <message>
        <source>The layers would have %1 instead of %2.</source>
        <translation>各层将为 %1，而不是 %2。</translation>
    </message>
    <message>
        <source>On the wire: about %1.</source>
        <translation>传输时：约 %1。</translation>
    </message>
    <message>
        <source>Files of the selected saving</source>
        <translation>所选节省项的文件</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::SquashChoice</name>
    <message>
        <source>No layers</source>
        <translation>不合并层</translation>
    </message>
    <message>
        <source>All layers into one</source>
        <translation>所有层合并为一个</translation>
    </message>
    <message>
        <source>A range of layers into one</source>
        <translation>一段层合并为一个</translation>
    </message>
    <message>
        <source>First layer</source>
        <translation>起始层</translation>
    </message>
    <message>
        <source>Last layer</source>
        <translation>结束层</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::StartPage</name>
    <message>
        <source>Drop a container image here</source>
        <translation>将容器镜像拖放到此处</translation>
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
    <message>
        <source>An archive from docker save or podman save, an OCI image layout (archive or folder), or a prebaked image folder</source>
        <translation>docker save 或 podman save 生成的归档、OCI 镜像布局（归档或文件夹），或预制镜像文件夹</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::StatusBar</name>
    <message>
        <source>Location</source>
        <translation>位置</translation>
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
        <source> GiB</source>
        <translation> GiB</translation>
    </message>
    <message>
        <source>&amp;Clean Up Now</source>
        <translation>立即清理(&amp;C)</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>正在使用：%1</translation>
    </message>
    <message>
        <source>&amp;Limit to</source>
        <translation>限制为(&amp;L)</translation>
    </message>
    <message>
        <source>Maximum size of the store</source>
        <translation>存储的最大大小</translation>
    </message>
    <message>
        <source>When the store exceeds the limit, unused layers are removed first, then the least recently used images. Pinned images are kept.</source>
        <translation>存储超过限制时，先移除未使用的层，再移除最久未使用的镜像。已固定的镜像会保留。</translation>
    </message>
    <message>
        <source>Select Image Store Folder</source>
        <translation>选择镜像存储文件夹</translation>
    </message>
    <message>
        <source>Enter an absolute path.</source>
        <translation>请输入绝对路径。</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>这是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>In use: %1 (set by the environment variable STRATOSCOPE_STORE)</source>
        <translation>正在使用：%1（由环境变量 STRATOSCOPE_STORE 设定）</translation>
    </message>
    <message>
        <source>The new folder is used after a restart</source>
        <translation>新文件夹将在重新启动后使用</translation>
    </message>
    <message>
        <source>The contents of %1 are not moved.</source>
        <translation>%1 中的内容不会移动。</translation>
    </message>
    <message>
        <source>Calculating the size…</source>
        <translation>正在计算大小…</translation>
    </message>
    <message numerus="yes">
        <source>%n images, %1 · cache and incomplete pulls: %2</source>
        <translation>
            <numerusform>%n 个镜像，%1 · 缓存和未完成的拉取：%2</numerusform>
        </translation>
    </message>
    <message>
        <source>Files of images that were only &amp;opened:</source>
        <translation>仅打开过的镜像的文件(&amp;O)：</translation>
    </message>
    <message>
        <source>Opening a local image unpacks its compressed layers into the store. Above this limit, those that were not used for the longest time are removed.</source>
        <translation>打开本地镜像时，其压缩的层会解包到存储中。超过此限制后，最久未使用的层会被移除。</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TextDiffView</name>
    <message>
        <source>No line feed at the end of the file</source>
        <translation>文件末尾没有换行符</translation>
    </message>
    <message>
        <source>Difference of the texts</source>
        <translation>文本的差异</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged lines</source>
        <translation>
            <numerusform>%Ln 行未更改</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy All as &amp;Patch</source>
        <translation>全部复制为补丁(&amp;P)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Show All &amp;Lines</source>
        <translation>显示所有行(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
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
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open Partial Image</source>
        <translation>打开部分镜像</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Start the Virtual Machine</source>
        <translation>启动虚拟机</translation>
    </message>
    <message>
        <source>Log In…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Copy Reference</source>
        <translation>复制引用</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferDock</name>
    <message>
        <source>Activity</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Pause All</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume All</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Clear Log</source>
        <translation>清除日志</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>清除已完成</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Pulls, exports and other long-running tasks are listed here</source>
        <translation>拉取、导出和其他耗时的任务会列在这里</translation>
    </message>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%n 项进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>No active tasks</source>
        <translation>没有进行中的任务</translation>
    </message>
    <message>
        <source>Copy Reference</source>
        <translation>复制引用</translation>
    </message>
    <message>
        <source>Copy Name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy Start Command</source>
        <translation>复制启动命令</translation>
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
        <source>Image or File</source>
        <translation>镜像或文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferLogView</name>
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
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferModel</name>
    <message>
        <source>Blob %1, %2</source>
        <translation>blob %1，%2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>Push to %1</source>
        <translation>推送到 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::TransferSummary</name>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2%</translation>
    </message>
    <message numerus="yes">
        <source>%n active tasks</source>
        <translation>
            <numerusform>%n 项任务进行中</numerusform>
        </translation>
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
        <source>(all contents of the lower layers)</source>
        <translation>（下层的全部内容）</translation>
    </message>
    <message>
        <source>%1
This layer removes this path of the lower layers.</source>
        <translation>%1
此层移除下层中的此路径。</translation>
    </message>
    <message>
        <source>This layer hides this folder&apos;s contents in the lower layers.</source>
        <translation>此层隐藏下层中此文件夹的内容。</translation>
    </message>
    <message>
        <source>%1
Removed; shown as it was before.</source>
        <translation>%1
已删除；此处显示删除前的状态。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
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
        <source>No matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>No files</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <source>%1 (no room)</source>
        <translation>%1（空间不足）</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::VersionsPage</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>创建者</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Back to the files (Esc)</source>
        <translation>返回文件（Esc）</translation>
    </message>
    <message>
        <source>Go to Layer</source>
        <translation>转到层</translation>
    </message>
    <message>
        <source>Show what the layer of this version changes</source>
        <translation>显示此版本所在层的更改</translation>
    </message>
    <message>
        <source>Save Version…</source>
        <translation>保存版本…</translation>
    </message>
    <message>
        <source>History of %1</source>
        <translation>%1 的历史</translation>
    </message>
    <message>
        <source>Searching layers…</source>
        <translation>正在搜索各层…</translation>
    </message>
    <message numerus="yes">
        <source>Changed in %Ln layers</source>
        <translation>
            <numerusform>在 %Ln 层中更改</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>%1
SHA-256: %2</source>
        <translation>%1
SHA-256：%2</translation>
    </message>
    <message>
        <source>First version, in layer %1</source>
        <translation>第一个版本，在第 %1 层</translation>
    </message>
    <message>
        <source>From layer %1 to layer %2</source>
        <translation>从第 %1 层到第 %2 层</translation>
    </message>
    <message>
        <source>%1. Select two versions to compare any of them (Ctrl+click).</source>
        <translation>%1。选择两个版本可进行比较（Ctrl+单击）。</translation>
    </message>
    <message>
        <source>Save File As</source>
        <translation>文件另存为</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已另存为 %1</translation>
    </message>
</context>
<context>
    <name>stratoscope::ui::VmPage</name>
    <message>
        <source>The image’s own, or this machine’s</source>
        <translation>镜像自带的，或本机的</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>File system of the disk</source>
        <translation>磁盘的文件系统</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>raw</translation>
    </message>
    <message>
        <source>qcow2 (needs qemu-img)</source>
        <translation>qcow2（需要 qemu-img）</translation>
    </message>
    <message>
        <source>Form of the disk</source>
        <translation>磁盘的形式</translation>
    </message>
    <message>
        <source>&amp;Kernel:</source>
        <translation>内核(&amp;K)：</translation>
    </message>
    <message>
        <source>&amp;Memory:</source>
        <translation>内存(&amp;M)：</translation>
    </message>
    <message>
        <source>&amp;Disk:</source>
        <translation>磁盘(&amp;D)：</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Kernel, or Debian Package with a Kernel</source>
        <translation>内核，或含有内核的 Debian 软件包</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Bootable:</source>
        <translation>可启动：</translation>
    </message>
    <message>
        <source>No problems were found.</source>
        <translation>未发现问题。</translation>
    </message>
    <message>
        <source>It will not run as it is:</source>
        <translation>按现状无法运行：</translation>
    </message>
</context>
</TS>
