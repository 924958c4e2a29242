<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>A desk for reviewing how a policy is carried out. It works offline; nothing leaves this computer.</source>
        <translation>用于审阅政策落实情况的桌面工具。全程离线使用，任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>About ClauseDesk</source>
        <translation>关于 ClauseDesk</translation>
    </message>
    <message>
        <source>ClauseDesk %1</source>
        <translation>ClauseDesk %1</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>程序库及其许可</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Released under the MIT licence. It is built on:</source>
        <translation>以 MIT 许可发布，使用了以下程序库：</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>&amp;By:</source>
        <translation>审阅人(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>自(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Kind:</source>
        <translation>类别(&amp;K)：</translation>
    </message>
    <message>
        <source>&amp;Of:</source>
        <translation>范围(&amp;O)：</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>至(&amp;T)：</translation>
    </message>
    <message>
        <source>Account of all changes</source>
        <translation>全部变更记录</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Everybody, and imports</source>
        <translation>所有人和导入</translation>
    </message>
    <message>
        <source>Imports only</source>
        <translation>仅导入</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>The period ends before it begins.</source>
        <translation>结束日期早于开始日期。</translation>
    </message>
    <message>
        <source>The whole workspace</source>
        <translation>整个审阅库</translation>
    </message>
    <message>
        <source>This is no day; write it like 2013-08-08, or leave it empty.</source>
        <translation>日期无法识别；请写成 2013-08-08 的形式，或留空。</translation>
    </message>
    <message>
        <source>Who wrote how much and when, and then every change with what it was and became.</source>
        <translation>先列出何人何时写了多少，再逐条列出变更前后的内容。</translation>
    </message>
</context>
<context>
    <name>AccountsFlow</name>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>The account was not written.</source>
        <translation>变更记录未写出。</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Writing the account</source>
        <translation>正在写出变更记录</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About ClauseDesk</source>
        <translation>关于 ClauseDesk(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;About this policy…</source>
        <translation>关于本文件(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Add task…</source>
        <translation>添加任务(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Agreement of reviewers…</source>
        <translation>审阅人一致性(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Blind review</source>
        <translation>独立审阅（互不可见）(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Conflicts…</source>
        <translation>冲突(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Dark appearance</source>
        <translation>深色外观(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Delete annotation</source>
        <translation>删除批注(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Delete task</source>
        <translation>删除任务(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Edit annotation…</source>
        <translation>编辑批注(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Edit task…</source>
        <translation>编辑任务(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Find in the text</source>
        <translation>在原文中查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Import policy…</source>
        <translation>导入政策文件(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>详情栏(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Join with the same policy…</source>
        <translation>与相同文件并为一份(&amp;J)…</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>放大原文字号(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Look into a package…</source>
        <translation>查看共享包(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>使用手册(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Merge colleagues&apos; work…</source>
        <translation>合并同事的审阅(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;New workspace…</source>
        <translation>新建审阅库(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Next task</source>
        <translation>下一项任务(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open workspace…</source>
        <translation>打开审阅库(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Outline</source>
        <translation>目录(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Place what was carried over here</source>
        <translation>把沿用的内容放在这里(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Policy text</source>
        <translation>政策原文(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Previous task</source>
        <translation>上一项任务(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Record evidence…</source>
        <translation>登记落实证据(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Remove this policy</source>
        <translation>移除当前政策文件(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search everything…</source>
        <translation>全部搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Share package…</source>
        <translation>制作共享包(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>缩小原文字号(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>标签(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Task table</source>
        <translation>任务表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Word report…</source>
        <translation>Word 报告(&amp;W)…</translation>
    </message>
    <message>
        <source>Account of all c&amp;hanges…</source>
        <translation>全部变更记录(&amp;H)…</translation>
    </message>
    <message>
        <source>Back&amp;ups…</source>
        <translation>备份(&amp;U)…</translation>
    </message>
    <message>
        <source>C&amp;lose workspace</source>
        <translation>关闭审阅库(&amp;L)</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>落实证据</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一处(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一处(&amp;P)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import policy from the &amp;clipboard</source>
        <translation>从剪贴板导入政策文件(&amp;C)</translation>
    </message>
    <message>
        <source>Import task &amp;table…</source>
        <translation>导入任务表(&amp;T)…</translation>
    </message>
    <message>
        <source>Make a task of the &amp;selection…</source>
        <translation>将所选文字设为任务(&amp;S)…</translation>
    </message>
    <message>
        <source>Merges so &amp;far…</source>
        <translation>历次合并(&amp;F)…</translation>
    </message>
    <message>
        <source>New &amp;version of this policy…</source>
        <translation>本文件的新版本(&amp;V)…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the &amp;sample policy</source>
        <translation>打开样例政策(&amp;S)</translation>
    </message>
    <message>
        <source>Publish &amp;now</source>
        <translation>立即发布(&amp;N)</translation>
    </message>
    <message>
        <source>Re&amp;viewer…</source>
        <translation>审阅人(&amp;V)…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo {step}</source>
        <translation>重做：{step}</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo {step}</source>
        <translation>撤销：{step}</translation>
    </message>
    <message>
        <source>{name} ({keys})</source>
        <translation>{name}（{keys}）</translation>
    </message>
</context>
<context>
    <name>AgreedForm</name>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>未填原因</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>未填报</translation>
    </message>
    <message>
        <source>Percent done</source>
        <translation>完成百分比</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>自报进展</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>核查结论</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>合议理由</translation>
    </message>
    <message>
        <source>Why this is what was agreed</source>
        <translation>为什么这样合议</translation>
    </message>
    <message>
        <source>– %</source>
        <translation>–%</translation>
    </message>
</context>
<context>
    <name>AgreementDialog</name>
    <message>
        <source>&amp;Measured by</source>
        <translation>计算方法(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Submit my judgements ({count})</source>
        <translation>提交我的评估（{count}）(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Word report…</source>
        <translation>Word 报告(&amp;W)…</translation>
    </message>
    <message>
        <source>Agreement &amp;on</source>
        <translation>比较内容(&amp;O)</translation>
    </message>
    <message>
        <source>Agreement of the reviewers</source>
        <translation>审阅人的一致性</translation>
    </message>
    <message>
        <source>Agreement on</source>
        <translation>比较内容</translation>
    </message>
    <message numerus="yes">
        <source>Blind review: %n judgement(s) of others are hidden and not counted</source>
        <translation>
            <numerusform>独立审阅：其他人的 %n 份评估尚未公开，没有计入</numerusform>
        </translation>
    </message>
    <message>
        <source>Blind review: all judgements of others that you may see yet are counted.</source>
        <translation>独立审阅：其他人的评估均已公开并计入。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Measured by</source>
        <translation>计算方法</translation>
    </message>
    <message>
        <source>Reviewers against reviewers</source>
        <translation>审阅人两两对照</translation>
    </message>
    <message>
        <source>{words}; each is shown when you have both submitted.</source>
        <translation>{words}；双方都提交后才会显示。</translation>
    </message>
</context>
<context>
    <name>AgreementFlow</name>
    <message numerus="yes">
        <source>%n judgement(s) submitted.</source>
        <translation>
            <numerusform>已提交 %n 份评估。</numerusform>
        </translation>
    </message>
    <message>
        <source>Agreement of the reviewers</source>
        <translation>审阅人的一致性</translation>
    </message>
    <message>
        <source>Blind review: another&apos;s judgement of a task is shown when you have both submitted yours (To recheck or Approved).</source>
        <translation>独立审阅：同一任务双方都提交（待复核或已审定）后，才显示对方的评估。</translation>
    </message>
    <message>
        <source>Comparing the reviewers of {title}</source>
        <translation>正在比较《{title}》的审阅人</translation>
    </message>
    <message>
        <source>Report on agreement</source>
        <translation>审阅一致性报告</translation>
    </message>
    <message>
        <source>Submitting your judgements</source>
        <translation>正在提交您的评估</translation>
    </message>
    <message>
        <source>The review is open: everybody sees all judgements.</source>
        <translation>已改为公开审阅：所有人都能看到全部评估。</translation>
    </message>
    <message>
        <source>There is no judgement of yours left to submit.</source>
        <translation>您没有待提交的评估。</translation>
    </message>
    <message>
        <source>Word documents (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
</context>
<context>
    <name>AgreementQueue</name>
    <message>
        <source>&amp;Agree on this</source>
        <translation>确定为合议结果(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Agree on this instead</source>
        <translation>改为此合议结果(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一项(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>上一项(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Take over the chosen judgement</source>
        <translation>采用所选的评估(&amp;T)</translation>
    </message>
    <message>
        <source>Agreed judgement</source>
        <translation>合议结果</translation>
    </message>
    <message>
        <source>Only &amp;unsettled ones</source>
        <translation>只看待合议的(&amp;U)</translation>
    </message>
    <message>
        <source>Put the chosen column into the form below</source>
        <translation>把所选一列填入下面的表单</translation>
    </message>
    <message>
        <source>Tasks judged differently</source>
        <translation>评得不同的任务</translation>
    </message>
    <message>
        <source>The judgements side by side</source>
        <translation>各人评估对照</translation>
    </message>
    <message>
        <source>There is nothing to settle: on the tasks judged by several reviewers they agree.</source>
        <translation>没有需要合议的：多人评过的任务，评得都相同。</translation>
    </message>
    <message>
        <source>{open} open of {count}</source>
        <translation>共 {count} 项，{open} 项待合议</translation>
    </message>
</context>
<context>
    <name>AnnotationDialog</name>
    <message>
        <source>&amp;Save annotation</source>
        <translation>保存批注(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tags:</source>
        <translation>标签(&amp;T)：</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Te&amp;xt:</source>
        <translation>批注内容(&amp;X)：</translation>
    </message>
    <message>
        <source>Write something or give it a tag; a highlight needs neither.</source>
        <translation>请填写批注内容或添加标签；“标注”可以都不填。</translation>
    </message>
</context>
<context>
    <name>AnnotationEditor</name>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Mark as settled, or open it again</source>
        <translation>标为已解决，或重新打开</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove this annotation; this can be undone</source>
        <translation>删除这条批注，可以撤销</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>标为已解决</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Text of the annotation</source>
        <translation>批注内容</translation>
    </message>
    <message>
        <source>Your words; kept as you type</source>
        <translation>批注内容，边写边保存</translation>
    </message>
    <message>
        <source>{author}, {moment}</source>
        <translation>{author}，{moment}</translation>
    </message>
    <message>
        <source>“{quote}”</source>
        <translation>“{quote}”</translation>
    </message>
</context>
<context>
    <name>AnnotationFilterBar</name>
    <message>
        <source>All authors</source>
        <translation>全部审阅人</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>All tags</source>
        <translation>全部标签</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>审阅人</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in the annotations</source>
        <translation>在批注中查找</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Only the annotations of the chosen clause</source>
        <translation>只看所选条款的批注</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>This clause</source>
        <translation>本条</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
</context>
<context>
    <name>AnnotationFlow</name>
    <message>
        <source>Choose an annotation first.</source>
        <translation>请先选择一条批注。</translation>
    </message>
    <message>
        <source>Edit annotation</source>
        <translation>编辑批注</translation>
    </message>
    <message>
        <source>Select the words in the policy text first.</source>
        <translation>请先在政策原文中选中文字。</translation>
    </message>
</context>
<context>
    <name>AnnotationModel</name>
    <message>
        <source>no place</source>
        <translation>失位</translation>
    </message>
</context>
<context>
    <name>AnnotationPanel</name>
    <message>
        <source>Annotations</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No annotation passes the filters.</source>
        <translation>没有符合筛选条件的批注。</translation>
    </message>
    <message>
        <source>No annotations yet. Select words in the text to annotate them.</source>
        <translation>还没有批注。在原文中选中文字即可批注。</translation>
    </message>
</context>
<context>
    <name>AssessmentPanel</name>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have judged this task; shown when you have both submitted.</source>
        <translation>
            <numerusform>另有 %n 人评估了此任务；双方都提交后才会显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Agreed, written by {name}, {moment}</source>
        <translation>合议结果，{name}填写，{moment}</translation>
    </message>
    <message>
        <source>Choose a task to judge it.</source>
        <translation>选择一项任务进行评估。</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>未填原因</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Percent done</source>
        <translation>完成百分比</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>自报进展</translation>
    </message>
    <message>
        <source>Put them in the state To recheck, as one step</source>
        <translation>一步改为“待复核”状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Review state</source>
        <translation>审阅状态</translation>
    </message>
    <message>
        <source>State</source>
        <translation>审阅状态</translation>
    </message>
    <message>
        <source>Submit all my judgements</source>
        <translation>提交我的全部评估</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>核查结论</translation>
    </message>
    <message>
        <source>What the judgement rests on; kept as you type</source>
        <translation>评估依据，边写边保存</translation>
    </message>
    <message>
        <source>{name}, {moment}</source>
        <translation>{name}，{moment}</translation>
    </message>
    <message>
        <source>– %</source>
        <translation>–%</translation>
    </message>
</context>
<context>
    <name>BackupModel</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n 条批注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 条变更</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of evidence</source>
        <translation>
            <numerusform>%n 条证据</numerusform>
        </translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message numerus="yes">
        <source>%n change(s) in it are missing in the present workspace.</source>
        <translation>
            <numerusform>其中有 %n 条变更是当前审阅库没有的。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) written since are not in it; after restoring they can be merged back.</source>
        <translation>
            <numerusform>此后写入的 %n 条变更不在其中，恢复后可以合并回来。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>立即备份(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Look inside</source>
        <translation>查看内容(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Merge back…</source>
        <translation>合并回来(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backups of %1</source>
        <translation>“%1”的备份</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>Damaged: the check found %n problem(s). Choose another backup to restore.</source>
        <translation>
            <numerusform>已损坏：检查发现 %n 个问题，请选择其他备份恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>落实证据</translation>
    </message>
    <message>
        <source>It holds exactly the changes of the present workspace.</source>
        <translation>与当前审阅库的变更完全一致。</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最后变更</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>Reading and checking this backup…</source>
        <translation>正在读取并检查这个备份…</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>审阅人</translation>
    </message>
    <message>
        <source>Take what is missing in the present workspace out of this backup; nothing is lost</source>
        <translation>从这个备份中取回当前审阅库没有的内容，已有内容不受影响</translation>
    </message>
    <message>
        <source>The workspace itself cannot be read, so there is nothing to compare with.</source>
        <translation>当前审阅库无法读取，不能比较。</translation>
    </message>
    <message>
        <source>There are no backups yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>There are no backups yet. Press “Back up now” to make one.</source>
        <translation>还没有备份。按“立即备份”即可做一个。</translation>
    </message>
    <message>
        <source>This backup is damaged and cannot be restored.</source>
        <translation>这个备份已损坏，不能用来恢复。</translation>
    </message>
    <message>
        <source>Whole: every page and every change in it was checked.</source>
        <translation>完好：每一页和每一条变更都已检查。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>{evidence}, with %n file(s)</source>
        <translation>
            <numerusform>{evidence} 条，附件材料 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsFlow</name>
    <message>
        <source>Choose a workspace or one of its backups</source>
        <translation>选择审阅库或它的备份</translation>
    </message>
    <message>
        <source>ClauseDesk workspaces (*%1)</source>
        <translation>ClauseDesk 审阅库 (*%1)</translation>
    </message>
    <message>
        <source>Copying the backup of {time}</source>
        <translation>正在复制 {time} 的备份</translation>
    </message>
    <message>
        <source>Looking for the newest backup that is whole…</source>
        <translation>正在查找最新的完好备份…</translation>
    </message>
    <message>
        <source>Looking into a backup</source>
        <translation>查看备份</translation>
    </message>
    <message>
        <source>No backup is whole. Look inside the newest ones, and keep all files as they are.</source>
        <translation>没有完好的备份。请查看最新的几个备份，并保留所有文件不动。</translation>
    </message>
    <message>
        <source>Restored to {time}.</source>
        <translation>已恢复到 {time}。</translation>
    </message>
    <message>
        <source>Restored to {time}. The damaged file is kept as {name}.</source>
        <translation>已恢复到 {time}。损坏的文件保留为 {name}。</translation>
    </message>
    <message>
        <source>Restored to {time}. What was before is now a backup, from which what was written since can be merged back.</source>
        <translation>已恢复到 {time}。恢复前的内容已存为备份，之后写入的内容可以从中合并回来。</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>The backup takes the workspace&apos;s place</source>
        <translation>正在用备份替换审阅库</translation>
    </message>
    <message>
        <source>The newest backup that is whole is chosen. Restoring it keeps the present file beside it.</source>
        <translation>已选中最新的完好备份。恢复时，现有文件会另行保留。</translation>
    </message>
    <message>
        <source>You are looking at the backup of {time}; nothing can be changed here.</source>
        <translation>正在查看 {time} 的备份，不能修改。</translation>
    </message>
</context>
<context>
    <name>CardWords</name>
    <message numerus="yes">
        <source>%n d ago</source>
        <translation>
            <numerusform>%n 天前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n 小时前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n 分钟前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reply(ies)</source>
        <translation>
            <numerusform>%n 条回复</numerusform>
        </translation>
    </message>
    <message>
        <source>check</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已解决</translation>
    </message>
</context>
<context>
    <name>CareFlow</name>
    <message numerus="yes">
        <source>%n thing(s) could not be put right; restore a copy from the backup folder.</source>
        <translation>
            <numerusform>有 %n 处问题无法修复，请从备份文件夹中恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Putting {name} right from its history</source>
        <translation>正在按历史记录修复 {name}</translation>
    </message>
    <message>
        <source>Repairing</source>
        <translation>修复审阅库</translation>
    </message>
    <message>
        <source>The workspace is in order again; what it was before is kept as {name}.</source>
        <translation>审阅库已修复，修复前的内容另存为“{name}”。</translation>
    </message>
    <message numerus="yes">
        <source>The workspace was not closed properly, and %n thing(s) in it are not in order.</source>
        <translation>
            <numerusform>审阅库上次没有正常关闭，其中有 %n 处问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>What could be read of {name} is in {rescued}; the damaged file is untouched. A backup may hold more.</source>
        <translation>{name} 中读得出的内容已存入 {rescued}，损坏的文件原样未动；备份里的内容可能更全。</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>已选 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation>筛选：%1</translation>
    </message>
</context>
<context>
    <name>ChoicePopup</name>
    <message>
        <source>Choices</source>
        <translation>可选项</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>在列表中搜索</translation>
    </message>
</context>
<context>
    <name>ClausesEdit</name>
    <message>
        <source>Add a clause by number or words</source>
        <translation>输入序号或文字添加条款</translation>
    </message>
    <message>
        <source>Remove the link to {clause}</source>
        <translation>取消与{clause}的关联</translation>
    </message>
    <message>
        <source>{clause}
Click to remove this link</source>
        <translation>{clause}
点击取消关联</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>&amp;Carry over</source>
        <translation>沿用到新版本(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Next difference</source>
        <translation>下一处差异(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous difference</source>
        <translation>上一处差异(&amp;P)</translation>
    </message>
    <message>
        <source>Annotations, evidence, assessments and links are copied to the new version; the old one stays as it is. One undo takes it back.</source>
        <translation>批注、证据、评估和关联复制到新版，旧版保持原样；撤销一次即可全部收回。</translation>
    </message>
    <message>
        <source>Both versions say the same.</source>
        <translation>两个版本内容相同。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Everything finds its place.</source>
        <translation>全部内容都找到了确定的位置。</translation>
    </message>
    <message>
        <source>It was carried over before: only what is new since then is added.</source>
        <translation>以前沿用过：这次只补上其后新写的内容。</translation>
    </message>
    <message>
        <source>New: {title}</source>
        <translation>新版：{title}</translation>
    </message>
    <message>
        <source>Nothing has been written on the old version yet.</source>
        <translation>旧版上还没有批注、证据和评估。</translation>
    </message>
    <message>
        <source>Old: {title}</source>
        <translation>旧版：{title}</translation>
    </message>
    <message>
        <source>Provisions</source>
        <translation>条文</translation>
    </message>
    <message>
        <source>Show &amp;unchanged</source>
        <translation>显示未变部分(&amp;U)</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Tasks of both versions</source>
        <translation>两个版本的任务</translation>
    </message>
    <message>
        <source>Text of both versions</source>
        <translation>两个版本的条文</translation>
    </message>
    <message>
        <source>The workspace is open read only; nothing can be carried over.</source>
        <translation>审阅库以只读方式打开，不能沿用。</translation>
    </message>
    <message>
        <source>To be looked at</source>
        <translation>需要查看</translation>
    </message>
    <message>
        <source>To be looked at afterwards, under To place:</source>
        <translation>以下内容沿用后请在“待安放”页中处理：</translation>
    </message>
    <message>
        <source>Two versions of a policy</source>
        <translation>新旧版本对照</translation>
    </message>
    <message>
        <source>What is carried over</source>
        <translation>沿用的内容</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>no place</source>
        <translation>失位</translation>
    </message>
    <message>
        <source>{count} unchanged</source>
        <translation>{count} 条未变</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>renumbered</source>
        <translation>序号变更</translation>
    </message>
    <message>
        <source>split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>未变</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ConflictModel</name>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}：{count}</translation>
    </message>
</context>
<context>
    <name>ConflictPage</name>
    <message numerus="yes">
        <source>%n conflict(s) selected: decide them together below.</source>
        <translation>
            <numerusform>已选 %n 处冲突：请在下方一并处理。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete it after all</source>
        <translation>仍然删除</translation>
    </message>
    <message>
        <source>Go to the record (double click)</source>
        <translation>转到该记录（双击）</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Keep the record</source>
        <translation>保留记录</translation>
    </message>
    <message>
        <source>Keep this</source>
        <translation>采用此项</translation>
    </message>
    <message>
        <source>Place at the selection</source>
        <translation>放到选中处</translation>
    </message>
    <message>
        <source>Select words in the text first</source>
        <translation>请先在正文中选中文字</translation>
    </message>
    <message>
        <source>Show in the window</source>
        <translation>在窗口中显示</translation>
    </message>
    <message>
        <source>The value that does not show becomes a second annotation</source>
        <translation>未显示的内容将成为另一条批注</translation>
    </message>
    <message>
        <source>The workspace is open read only</source>
        <translation>审阅库以只读方式打开</translation>
    </message>
    <message>
        <source>This was written by a newer version of the program, which is needed to decide it.</source>
        <translation>这是由更新版本的程序写入的，需用该版本处理。</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Write another</source>
        <translation>另写一个</translation>
    </message>
</context>
<context>
    <name>ConflictWordsModel</name>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Other versions</source>
        <translation>另一写法</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>当前显示</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>所在</translation>
    </message>
    <message>
        <source>Will be shown</source>
        <translation>将显示</translation>
    </message>
</context>
<context>
    <name>ConflictsDialog</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n 处冲突</numerusform>
        </translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Filter conflicts</source>
        <translation>筛选冲突</translation>
    </message>
    <message>
        <source>Keep &amp;mine ({count})</source>
        <translation>采用我的（{count}）(&amp;M)</translation>
    </message>
    <message>
        <source>Keep those &amp;of</source>
        <translation>采用某人的(&amp;O)</translation>
    </message>
    <message>
        <source>Keep what is &amp;shown ({count})</source>
        <translation>采用当前显示的（{count}）(&amp;S)</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>正在查找冲突…</translation>
    </message>
    <message>
        <source>There are no open conflicts.</source>
        <translation>没有待处理的冲突。</translation>
    </message>
    <message>
        <source>{count}, {selected} selected</source>
        <translation>{count}，已选 {selected} 处</translation>
    </message>
</context>
<context>
    <name>ConflictsFlow</name>
    <message>
        <source>Deciding conflicts</source>
        <translation>正在处理冲突</translation>
    </message>
    <message>
        <source>Select the words in the text of this policy first.</source>
        <translation>请先在该政策文件的正文中选中文字。</translation>
    </message>
    <message>
        <source>This belongs to no policy; it is in “Edit → Tags” or “Edit → Reviewer”.</source>
        <translation>它不属于任何政策文件，请在“编辑→标签”或“编辑→审阅人”中查看。</translation>
    </message>
</context>
<context>
    <name>CopyFlow</name>
    <message>
        <source>Copying the workspace to this computer</source>
        <translation>正在把审阅库复制到本机</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Work on {name} is kept on this computer and not published to {place} yet.</source>
        <translation>“{name}”有内容保存在本机，尚未发布到“{place}”。</translation>
    </message>
</context>
<context>
    <name>CountModel</name>
    <message>
        <source>Changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Changes of what is not here yet</source>
        <translation>此处尚没有的内容</translation>
    </message>
    <message>
        <source>Changes that are here already</source>
        <translation>此处已有的变更</translation>
    </message>
    <message>
        <source>Changes that cannot be taken in</source>
        <translation>无法采纳的变更</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Fields set by persons who did not know of each other</source>
        <translation>互不知情的人员分别填写的字段</translation>
    </message>
    <message>
        <source>From whom</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Here already</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未采纳</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>New changes of what is here</source>
        <translation>此处已有内容的新变更</translation>
    </message>
    <message>
        <source>Whose work it is, and of which kind; counted are single changes</source>
        <translation>谁的工作、属于哪一类；以单条变更计数</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>A day such as 2013-8-8, 20130808 or 2013年8月8日; may be left empty</source>
        <translation>日期，如 2013-8-8、20130808 或 2013年8月8日；可以不填</translation>
    </message>
    <message>
        <source>yyyy-mm-dd</source>
        <translation>年-月-日</translation>
    </message>
</context>
<context>
    <name>DepartmentsEdit</name>
    <message>
        <source>Names divided by 、 or commas</source>
        <translation>多个单位用顿号或逗号分隔</translation>
    </message>
    <message>
        <source>The text names further departments only as 等 or 有关部门</source>
        <translation>原文以“等”或“有关部门”概括了其他单位</translation>
    </message>
    <message>
        <source>and others (等)</source>
        <translation>等（另有其他单位）</translation>
    </message>
</context>
<context>
    <name>EncodingDialog</name>
    <message numerus="yes">
        <source>%n character(s) of the file cannot be read in this encoding.</source>
        <translation>
            <numerusform>按此编码，文件中有 %n 个字无法读出。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Read in this encoding</source>
        <translation>按此编码读取(&amp;R)</translation>
    </message>
    <message>
        <source>Big5 (traditional Chinese)</source>
        <translation>Big5（繁体中文）</translation>
    </message>
    <message>
        <source>Big5-HKSCS (Hong Kong)</source>
        <translation>Big5-HKSCS（香港）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Characters would be lost in this encoding. Choose one in which all of them can be read.</source>
        <translation>按此编码读取会丢失文字，请选择全部文字都能读出的编码。</translation>
    </message>
    <message>
        <source>EUC-KR (Korean)</source>
        <translation>EUC-KR（韩文）</translation>
    </message>
    <message>
        <source>Encoding of {name}</source>
        <translation>“{name}”的编码</translation>
    </message>
    <message>
        <source>Encodings</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Every character of the file can be read.</source>
        <translation>文件中的每个字都能读出。</translation>
    </message>
    <message>
        <source>First lines of the file</source>
        <translation>文件开头几行</translation>
    </message>
    <message>
        <source>GB18030 (simplified Chinese)</source>
        <translation>GB18030（简体中文）</translation>
    </message>
    <message>
        <source>Shift_JIS (Japanese)</source>
        <translation>Shift_JIS（日文）</translation>
    </message>
    <message>
        <source>The file does not say in which encoding it is written. Choose the one in which its text reads well.</source>
        <translation>文件没有说明自己的编码。请选择文字显示正确的一种。</translation>
    </message>
    <message>
        <source>Windows-1252 (Western Europe)</source>
        <translation>Windows-1252（西欧）</translation>
    </message>
</context>
<context>
    <name>EvidenceDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制件(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Date:</source>
        <translation>日期(&amp;D)：</translation>
    </message>
    <message>
        <source>&amp;Note:</source>
        <translation>备注(&amp;N)：</translation>
    </message>
    <message>
        <source>&amp;Quote:</source>
        <translation>摘录(&amp;Q)：</translation>
    </message>
    <message>
        <source>&amp;Save evidence</source>
        <translation>保存落实证据(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Title:</source>
        <translation>标题(&amp;T)：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clauses</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Document n&amp;umber:</source>
        <translation>文号(&amp;U)：</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>落实证据</translation>
    </message>
    <message>
        <source>Files:</source>
        <translation>附件材料：</translation>
    </message>
    <message>
        <source>Ori&amp;ginal</source>
        <translation>原件(&amp;G)</translation>
    </message>
    <message>
        <source>P&amp;eriod covered:</source>
        <translation>反映时段(&amp;E)：</translation>
    </message>
    <message>
        <source>Please give the evidence a title.</source>
        <translation>请填写证据标题。</translation>
    </message>
    <message>
        <source>S&amp;ource:</source>
        <translation>来源(&amp;O)：</translation>
    </message>
    <message>
        <source>T&amp;ype:</source>
        <translation>类型(&amp;Y)：</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>The date is not a day; leave it empty if it is not known.</source>
        <translation>日期无法识别；不清楚可以不填。</translation>
    </message>
    <message>
        <source>What it ser&amp;ves:</source>
        <translation>用于(&amp;V)：</translation>
    </message>
    <message>
        <source>for example 2013 third quarter</source>
        <translation>例如：2013年第三季度</translation>
    </message>
</context>
<context>
    <name>EvidenceFlow</name>
    <message>
        <source>Attach files</source>
        <translation>添加附件材料</translation>
    </message>
    <message>
        <source>Edit evidence</source>
        <translation>编辑落实证据</translation>
    </message>
    <message>
        <source>Files of this kind may run programs, so they are only saved, not opened.</source>
        <translation>这类文件可能带有程序，只能另存，不能直接打开。</translation>
    </message>
    <message>
        <source>Save file</source>
        <translation>保存文件</translation>
    </message>
    <message>
        <source>Saved {name}.</source>
        <translation>已保存“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” does not hold what its name says, or it has macros, so it is only saved, not opened.</source>
        <translation>“{name}”的内容与扩展名不符，或带有宏，因此只能另存，不能打开。</translation>
    </message>
</context>
<context>
    <name>EvidenceModel</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
        </translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Attach files…</source>
        <translation>添加附件材料…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制件</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>落实证据</translation>
    </message>
    <message>
        <source>No evidence yet. Drop files here, paste a screenshot, or record it.</source>
        <translation>还没有落实证据。可把文件拖到这里、粘贴截图，或直接登记。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>文号</translation>
    </message>
    <message>
        <source>Open this file</source>
        <translation>打开此文件</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>反映时段</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>摘录</translation>
    </message>
    <message>
        <source>Record a piece of evidence for the chosen task or clause</source>
        <translation>为所选任务或条款登记落实证据</translation>
    </message>
    <message>
        <source>Record evidence…</source>
        <translation>登记落实证据…</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录入</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove this evidence; this can be undone</source>
        <translation>删除这份证据，可以撤销</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Take a picture or files from the clipboard</source>
        <translation>取用剪贴板中的图片或文件</translation>
    </message>
    <message>
        <source>This is a copy, not the original</source>
        <translation>这是复制件，不是原件</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;As of:</source>
        <translation>统计截止日(&amp;A)：</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>保存到(&amp;T)：</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>内容(&amp;W)：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Please say where the file goes.</source>
        <translation>请指定文件保存位置。</translation>
    </message>
    <message>
        <source>The as-of date is not a day; leave it empty for today.</source>
        <translation>统计截止日无法识别；不填即为今天。</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>There is nothing to export.</source>
        <translation>没有可以导出的内容。</translation>
    </message>
    <message>
        <source>What does not agree in the policy, and what to know about it, in a section at the end</source>
        <translation>在报告末尾列出文件中不一致之处和需要知道的情况</translation>
    </message>
    <message>
        <source>With the &amp;findings of the reading</source>
        <translation>附核对发现(&amp;F)</translation>
    </message>
</context>
<context>
    <name>FactsPage</name>
    <message>
        <source>A document needs a title; the one before stays.</source>
        <translation>文件须有标题，已恢复原标题。</translation>
    </message>
    <message>
        <source>Addr&amp;essees:</source>
        <translation>主送机关(&amp;E)：</translation>
    </message>
    <message>
        <source>Citation co&amp;de:</source>
        <translation>索引号(&amp;D)：</translation>
    </message>
    <message>
        <source>D&amp;ate:</source>
        <translation>成文日期(&amp;A)：</translation>
    </message>
    <message>
        <source>Document num&amp;ber:</source>
        <translation>文号(&amp;B)：</translation>
    </message>
    <message>
        <source>Issue&amp;r:</source>
        <translation>发文机关(&amp;R)：</translation>
    </message>
    <message>
        <source>Lin&amp;k:</source>
        <translation>来源网址(&amp;K)：</translation>
    </message>
    <message>
        <source>Read &amp;from:</source>
        <translation>来源文件(&amp;F)：</translation>
    </message>
    <message>
        <source>That is not a day; the date before stays.</source>
        <translation>这不是有效日期，已恢复原日期。</translation>
    </message>
    <message>
        <source>Tit&amp;le:</source>
        <translation>标题(&amp;L)：</translation>
    </message>
    <message>
        <source>Title of the anne&amp;x:</source>
        <translation>附件标题(&amp;X)：</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>FileFlow</name>
    <message>
        <source>ClauseDesk workspaces (*{suffix})</source>
        <translation>ClauseDesk 审阅库 (*{suffix})</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>新建审阅库</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>打开审阅库</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样例</translation>
    </message>
</context>
<context>
    <name>FilesEdit</name>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Attach the picture or files of the clipboard (Ctrl+Shift+V)</source>
        <translation>添加剪贴板中的图片或文件（Ctrl+Shift+V）</translation>
    </message>
    <message>
        <source>Drop files here, or paste a picture (Ctrl+V)</source>
        <translation>把文件拖到这里，或粘贴图片（Ctrl+V）</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files to attach</source>
        <translation>要添加的附件材料</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>移除(&amp;M)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message>
        <source>All departments</source>
        <translation>全部责任单位</translation>
    </message>
    <message>
        <source>Any progress</source>
        <translation>全部进展</translation>
    </message>
    <message>
        <source>Any timing</source>
        <translation>全部时间进度</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>全部结论</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>清除全部筛选</translation>
    </message>
    <message>
        <source>Continuous or rolling</source>
        <translation>持续或滚动实施</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Due in later years</source>
        <translation>以后年度到期</translation>
    </message>
    <message>
        <source>Due this quarter</source>
        <translation>本季度到期</translation>
    </message>
    <message>
        <source>Due this year</source>
        <translation>本年内到期</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in the task table</source>
        <translation>在任务表中查找</translation>
    </message>
    <message>
        <source>Only rows that were read with little confidence</source>
        <translation>只看识别把握不大的行</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>自报进展</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>核查结论</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>无明确时限</translation>
    </message>
    <message>
        <source>Words that must all occur in the row, in any column</source>
        <translation>输入的各个词须同时出现在一行中，不限栏目</translation>
    </message>
    <message>
        <source>{shown} of {total} tasks</source>
        <translation>{total} 项中的 {shown} 项</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Find in the policy</source>
        <translation>在政策原文中查找</translation>
    </message>
    <message>
        <source>Next hit (Enter)</source>
        <translation>下一处（Enter）</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Number of hits</source>
        <translation>命中数</translation>
    </message>
    <message>
        <source>Previous hit (Shift+Enter)</source>
        <translation>上一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>{current} of {total}</source>
        <translation>{current} / {total}</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>What was noticed</source>
        <translation>阅读发现</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}：{count}</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 条发现</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>Filter findings</source>
        <translation>筛选发现</translation>
    </message>
    <message>
        <source>Looking for findings…</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>No finding holds these words.</source>
        <translation>没有含这些文字的发现。</translation>
    </message>
    <message>
        <source>Nothing is left to look at: clauses, tasks and targets agree.</source>
        <translation>没有需要核对的事项：条款、任务与指标一致。</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
</context>
<context>
    <name>FindingsView</name>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Find in the manual</source>
        <translation>在手册中查找</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>The manual is missing from this installation: %1</source>
        <translation>本机安装中缺少使用手册：%1</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>{who} ({machine})</source>
        <translation>{who}（{machine}）</translation>
    </message>
    <message>
        <source>{who}, {when}</source>
        <translation>{who}，{when}</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>As a Word document or as a table (CSV)</source>
        <translation>保存为 Word 文档或表格（CSV）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>还没有变更。</translation>
    </message>
    <message>
        <source>Save this history…</source>
        <translation>保存此变更记录…</translation>
    </message>
    <message>
        <source>Whose history</source>
        <translation>记录范围</translation>
    </message>
</context>
<context>
    <name>ImportFlow</name>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Import policy</source>
        <translation>导入政策文件</translation>
    </message>
    <message>
        <source>Policies ({patterns});;All files (*)</source>
        <translation>政策文件 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Storing {name}</source>
        <translation>正在把“{name}”存入审阅库</translation>
    </message>
    <message>
        <source>The clipboard holds no text. Copy the policy&apos;s text first.</source>
        <translation>剪贴板中没有文字，请先复制政策文件的文字。</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message numerus="yes">
        <source>Bring in the %n comment(s) of the file as annotations</source>
        <translation>
            <numerusform>将文件中的 %n 条批注一并导入</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Check before importing: %1</source>
        <translation>导入前核对：%1</translation>
    </message>
    <message>
        <source>Findings {count}</source>
        <translation>发现 {count}</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Put the caret into the raw text where the second row begins, then split.</source>
        <translation>请先把光标放在原文中第二行开始的位置，再拆分。</translation>
    </message>
    <message>
        <source>Tasks {count}</source>
        <translation>任务 {count}</translation>
    </message>
    <message>
        <source>{title} ({number} of {total})</source>
        <translation>{title}（第 {number} 个，共 {total} 个）</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Annotations</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>落实证据</translation>
    </message>
    <message>
        <source>History</source>
        <translation>变更历史</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>详情栏</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>To place</source>
        <translation>待安放</translation>
    </message>
    <message>
        <source>{title} {count}</source>
        <translation>{title} {count}</translation>
    </message>
</context>
<context>
    <name>JobDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>%1: by %2</source>
        <translation>%1：最迟%2</translation>
    </message>
    <message>
        <source>%1: from %2</source>
        <translation>%1：自%2起</translation>
    </message>
    <message>
        <source>%1: from %2 to %3</source>
        <translation>%1：%2至%3</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n 处冲突</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 条发现</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged</source>
        <translation>
            <numerusform>已评估 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>已逾期 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Older: {title}</source>
        <translation>（旧版）{title}</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>What does not agree in this policy, and what to know about it</source>
        <translation>本文件中不一致之处和需要知道的情况</translation>
    </message>
    <message>
        <source>What several people wrote differently and nobody has decided yet</source>
        <translation>多人写法不一、尚未处理之处</translation>
    </message>
    <message>
        <source>{tasks}: {judged}, {overdue}</source>
        <translation>{tasks}：{judged}，{overdue}</translation>
    </message>
</context>
<context>
    <name>Margin</name>
    <message>
        <source>Annotations beside the text</source>
        <translation>页边批注</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Annotate</source>
        <translation>批注(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Share</source>
        <translation>共享(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>任务(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>R&amp;ecent workspaces</source>
        <translation>最近使用的审阅库(&amp;E)</translation>
    </message>
    <message>
        <source>Reported pro&amp;gress</source>
        <translation>自报进展(&amp;G)</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
</context>
<context>
    <name>MergeFactsView</name>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Conflicts {count}</source>
        <translation>冲突 {count}</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未采纳</translation>
    </message>
    <message>
        <source>Left out {count}</source>
        <translation>未采纳 {count}</translation>
    </message>
    <message>
        <source>What comes from whom</source>
        <translation>各人带来的内容</translation>
    </message>
</context>
<context>
    <name>MergeFlow</name>
    <message>
        <source>Comparing with this workspace</source>
        <translation>正在与本审阅库比对</translation>
    </message>
    <message>
        <source>Merge colleagues&apos; work</source>
        <translation>合并同事的工作</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>正在合并</translation>
    </message>
    <message>
        <source>Open the workspace first that the package is to be merged into.</source>
        <translation>请先打开要合并到的审阅库。</translation>
    </message>
    <message>
        <source>Other files are being looked at; merge these when that is done.</source>
        <translation>正在检查其他文件，请等这次合并结束后再合并这些。</translation>
    </message>
    <message>
        <source>Workspaces and share packages ({patterns});;All files (*)</source>
        <translation>审阅库和共享包 ({patterns});;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>MergePreview</name>
    <message>
        <source>&amp;Merge</source>
        <translation>合并(&amp;M)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
</context>
<context>
    <name>MergeReportDialog</name>
    <message>
        <source>&amp;Decide conflicts…</source>
        <translation>处理冲突(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Save as Word…</source>
        <translation>另存为 Word(&amp;S)…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Report on a merge</source>
        <translation>合并情况报告</translation>
    </message>
    <message>
        <source>Show what was &amp;removed again</source>
        <translation>恢复被删除的内容(&amp;R)</translation>
    </message>
</context>
<context>
    <name>MergesDialog</name>
    <message>
        <source>&amp;Bring back</source>
        <translation>恢复(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Merge…</source>
        <translation>合并(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Save as Word…</source>
        <translation>另存为 Word(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Take back</source>
        <translation>撤回(&amp;T)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Merges so far</source>
        <translation>历次合并</translation>
    </message>
    <message>
        <source>Nothing has been merged into this workspace yet.</source>
        <translation>这个审阅库还没有合并过。</translation>
    </message>
    <message>
        <source>Show &amp;report…</source>
        <translation>查看报告(&amp;R)…</translation>
    </message>
    <message>
        <source>Taking a merge back removes all that it brought, and what was built on it here; bringing it back restores both.</source>
        <translation>撤回合并会去掉它带来的全部内容，以及此后在此处以它为基础写下的内容；恢复合并时两者一并恢复。</translation>
    </message>
</context>
<context>
    <name>MergesFlow</name>
    <message>
        <source>&amp;Take back</source>
        <translation>撤回(&amp;T)</translation>
    </message>
    <message>
        <source>All of it is shown already.</source>
        <translation>这些内容都已在显示。</translation>
    </message>
    <message>
        <source>Bringing the merge back</source>
        <translation>正在恢复合并</translation>
    </message>
    <message>
        <source>Looking at what goes with the merge</source>
        <translation>正在查看会一并撤回的内容</translation>
    </message>
    <message>
        <source>Merge {time}</source>
        <translation>合并情况报告 {time}</translation>
    </message>
    <message>
        <source>Redoing</source>
        <translation>正在重做</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Take back a merge</source>
        <translation>撤回合并</translation>
    </message>
    <message>
        <source>Take back work of other merges too?</source>
        <translation>其他合并带来的内容也会一并撤回，是否继续？</translation>
    </message>
    <message>
        <source>Take back work of your own too?</source>
        <translation>您自己的工作也会一并撤回，是否继续？</translation>
    </message>
    <message>
        <source>Taking the merge back</source>
        <translation>正在撤回合并</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>正在撤销</translation>
    </message>
    <message>
        <source>Word documents (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
</context>
<context>
    <name>MergesModel</name>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Merged by</source>
        <translation>合并人</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>关闭此消息（Esc）</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Back to {name}</source>
        <translation>返回“{name}”</translation>
    </message>
    <message>
        <source>Compare and carry over…</source>
        <translation>对照并沿用…</translation>
    </message>
    <message>
        <source>Copy it and close</source>
        <translation>复制内容并关闭</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Decide conflicts…</source>
        <translation>处理冲突…</translation>
    </message>
    <message>
        <source>Give a name…</source>
        <translation>填写姓名…</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>并为一份</translation>
    </message>
    <message>
        <source>Merge into {name}…</source>
        <translation>合并到“{name}”…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Restore from a backup…</source>
        <translation>从备份恢复…</translation>
    </message>
    <message>
        <source>Somebody else has this workspace open; you can read it, and write when they have closed it.</source>
        <translation>此审阅库正由他人使用；现在可以查看，对方关闭后即可写入。</translation>
    </message>
    <message>
        <source>Something in the program went wrong. Your work is saved. Please send the report to its makers.</source>
        <translation>程序出现错误，您的工作已保存。请把错误报告发给开发者。</translation>
    </message>
    <message>
        <source>The reply “{start}” is not sent yet, so the window stays open. Send it or clear it, and close it again.</source>
        <translation>回复“{start}”还没有发送，窗口因此没有关闭。请先发送或清空，再关闭窗口。</translation>
    </message>
    <message>
        <source>The report {name} is written.</source>
        <translation>报告“{name}”已写好。</translation>
    </message>
    <message>
        <source>This is the same policy as “{title}”, which is in this workspace.</source>
        <translation>这与审阅库中的“{title}”是同一份文件。</translation>
    </message>
    <message>
        <source>This looks like another version of “{title}”, which is in this workspace.</source>
        <translation>这份文件看来是本审阅库中“{title}”的另一个版本。</translation>
    </message>
    <message>
        <source>This workspace can only be read here, for its place does not allow writing; copy it elsewhere first.</source>
        <translation>审阅库所在位置不允许写入，目前只能查看；请先复制到其他位置。</translation>
    </message>
    <message>
        <source>To write here, say who you are.</source>
        <translation>填写姓名后即可在此批注和评估。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>What you typed could not be stored, so the window stays open. Make room on the disk and close it again.</source>
        <translation>刚才输入的内容未能保存，窗口因此未关闭；请腾出磁盘空间后再关闭。</translation>
    </message>
    <message>
        <source>Write anyway</source>
        <translation>仍要写入</translation>
    </message>
    <message>
        <source>{person} has this workspace open on {host}; you can read it, and write when it is closed there.</source>
        <translation>{person} 正在 {host} 上使用此审阅库；现在可以查看，对方关闭后即可写入。</translation>
    </message>
</context>
<context>
    <name>OrphansPanel</name>
    <message>
        <source>Choose a clause first</source>
        <translation>请先选择条款</translation>
    </message>
    <message>
        <source>Choose a task and a clause first</source>
        <translation>请先选择任务和条款</translation>
    </message>
    <message>
        <source>Choose a task first</source>
        <translation>请先选择任务</translation>
    </message>
    <message>
        <source>Confirm the place (Space)</source>
        <translation>确认位置（空格键）</translation>
    </message>
    <message>
        <source>Found here, {percent} % alike:</source>
        <translation>现在的位置（相似度 {percent}%）：</translation>
    </message>
    <message>
        <source>Found here; the words have changed:</source>
        <translation>现在的位置（文字已变）：</translation>
    </message>
    <message>
        <source>Go to the place (Enter)</source>
        <translation>转到该处（Enter）</translation>
    </message>
    <message>
        <source>In the old version: {place}</source>
        <translation>旧版位置：{place}</translation>
    </message>
    <message>
        <source>It is right</source>
        <translation>位置正确</translation>
    </message>
    <message>
        <source>Place at the selection</source>
        <translation>放到选中处</translation>
    </message>
    <message>
        <source>Place it there (Insert)</source>
        <translation>放在该处（Insert）</translation>
    </message>
    <message>
        <source>Place on a clause</source>
        <translation>放到条款</translation>
    </message>
    <message>
        <source>Place on a task</source>
        <translation>放到任务</translation>
    </message>
    <message>
        <source>Place on task {task}</source>
        <translation>放到任务 {task}</translation>
    </message>
    <message>
        <source>Place on {clause}</source>
        <translation>放到条款{clause}</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Remove it; undo brings it back (Delete)</source>
        <translation>移除，可以撤销（Delete）</translation>
    </message>
    <message>
        <source>Select its words in the text first</source>
        <translation>请先在原文中选中文字</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Tie a task to a clause</source>
        <translation>关联任务和条款</translation>
    </message>
    <message>
        <source>Tie task {task} to {clause}</source>
        <translation>关联任务 {task} 与条款{clause}</translation>
    </message>
    <message>
        <source>To place</source>
        <translation>待安放</translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>in doubt, {percent} %</source>
        <translation>存疑 {percent}%</translation>
    </message>
    <message>
        <source>no place</source>
        <translation>失位</translation>
    </message>
</context>
<context>
    <name>OutlineModel</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n 条批注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutlineView</name>
    <message>
        <source>Outline</source>
        <translation>目录</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>The workspace is open read only</source>
        <translation>审阅库以只读方式打开</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>&amp;Passphrase:</source>
        <translation>口令(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>显示口令(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Unlock</source>
        <translation>解锁(&amp;U)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The passphrase is not right.</source>
        <translation>口令不对。</translation>
    </message>
    <message>
        <source>Type the passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>{name} is locked with a passphrase. Ask its sender for it.</source>
        <translation>{name} 设有口令，请向发送人索取。</translation>
    </message>
</context>
<context>
    <name>PlaceStatus</name>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Publish this workspace now (Ctrl+Alt+P)</source>
        <translation>立即发布此审阅库（Ctrl+Alt+P）</translation>
    </message>
</context>
<context>
    <name>PlacingFlow</name>
    <message>
        <source>Nothing waits for its place.</source>
        <translation>没有待安放的内容。</translation>
    </message>
</context>
<context>
    <name>PolicyDialog</name>
    <message>
        <source>About this policy</source>
        <translation>关于本文件</translation>
    </message>
    <message>
        <source>About this policy: {title}</source>
        <translation>关于本文件：{title}</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>文件信息</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>{name} {count}</source>
        <translation>{name} {count}</translation>
    </message>
</context>
<context>
    <name>PolicyView</name>
    <message>
        <source>Hide the raw text</source>
        <translation>收起原始文本</translation>
    </message>
    <message>
        <source>Policy text</source>
        <translation>政策原文</translation>
    </message>
    <message>
        <source>Show the raw text</source>
        <translation>展开原始文本</translation>
    </message>
    <message>
        <source>▤ The annex is a table: open its tasks</source>
        <translation>▤ 附件为任务表，点此打开</translation>
    </message>
</context>
<context>
    <name>PreviewHead</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clause(s)</source>
        <translation>
            <numerusform>%n 条条款</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n 处存疑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 条发现</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n indicator(s)</source>
        <translation>
            <numerusform>%n 项指标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%n 个部分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Addressees:</source>
        <translation>主送单位：</translation>
    </message>
    <message>
        <source>Citation code:</source>
        <translation>索引号：</translation>
    </message>
    <message>
        <source>D&amp;ate:</source>
        <translation>成文日期(&amp;A)：</translation>
    </message>
    <message>
        <source>Document num&amp;ber:</source>
        <translation>文号(&amp;B)：</translation>
    </message>
    <message>
        <source>Issue&amp;r:</source>
        <translation>发文机关(&amp;R)：</translation>
    </message>
    <message>
        <source>Link:</source>
        <translation>链接：</translation>
    </message>
    <message>
        <source>More &amp;facts</source>
        <translation>更多信息(&amp;F)</translation>
    </message>
    <message>
        <source>Please give the document a title.</source>
        <translation>请填写政策文件标题。</translation>
    </message>
    <message>
        <source>The date of the document is not a day; leave it empty if there is none.</source>
        <translation>成文日期无法识别；没有可以不填。</translation>
    </message>
    <message>
        <source>Tit&amp;le:</source>
        <translation>标题(&amp;L)：</translation>
    </message>
    <message>
        <source>Title of the annex:</source>
        <translation>附件标题：</translation>
    </message>
</context>
<context>
    <name>PreviewModel</name>
    <message>
        <source>Departments</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>待核对</translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message numerus="yes">
        <source>%n doubtful row(s) left</source>
        <translation>
            <numerusform>还有 %n 行存疑</numerusform>
        </translation>
    </message>
    <message>
        <source>Doubtful rows first</source>
        <translation>存疑行在前</translation>
    </message>
    <message>
        <source>Ne&amp;xt doubtful (F8)</source>
        <translation>下一处存疑(&amp;X)（F8）</translation>
    </message>
    <message>
        <source>No doubtful rows left</source>
        <translation>没有存疑行了</translation>
    </message>
    <message>
        <source>No tasks were found in this document. They can be added by hand, here or later.</source>
        <translation>未在本文件中识别到任务。可在这里或以后手工添加。</translation>
    </message>
    <message>
        <source>Only doubtful rows</source>
        <translation>只看存疑行</translation>
    </message>
    <message>
        <source>Order of the document</source>
        <translation>按原文顺序</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>行的顺序</translation>
    </message>
    <message>
        <source>Tasks understood</source>
        <translation>识别到的任务</translation>
    </message>
</context>
<context>
    <name>PublishFlow</name>
    <message>
        <source>&amp;Later</source>
        <translation>以后再说(&amp;L)</translation>
    </message>
    <message>
        <source>A version that nobody has merged was found and is kept as {name}; merge it if it holds anything new.</source>
        <translation>发现一个尚未合并过的版本，已另存为 {name}；如有新内容，请合并它。</translation>
    </message>
    <message>
        <source>ClauseDesk workspaces (*{suffix})</source>
        <translation>ClauseDesk 审阅库 (*{suffix})</translation>
    </message>
    <message>
        <source>Close without publishing</source>
        <translation>不发布，直接关闭</translation>
    </message>
    <message>
        <source>Local copy of {place}</source>
        <translation>“{place}”的本机副本</translation>
    </message>
    <message>
        <source>Local copy of {place}: not published yet</source>
        <translation>“{place}”的本机副本：尚未发布</translation>
    </message>
    <message>
        <source>Local copy of {place}: nothing to publish</source>
        <translation>“{place}”的本机副本：没有待发布的内容</translation>
    </message>
    <message>
        <source>Local copy of {place}: published {time}</source>
        <translation>“{place}”的本机副本：{time} 已发布</translation>
    </message>
    <message>
        <source>Looking for what others have published</source>
        <translation>正在查看他人发布的内容</translation>
    </message>
    <message>
        <source>Others have published meanwhile. {merged}</source>
        <translation>期间有他人发布。{merged}</translation>
    </message>
    <message>
        <source>Publish again</source>
        <translation>重新发布</translation>
    </message>
    <message>
        <source>Publish anyway</source>
        <translation>仍要发布</translation>
    </message>
    <message>
        <source>Publishing to {place}</source>
        <translation>正在发布到“{place}”</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Save elsewhere</source>
        <translation>另存到别处</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>另存到别处…</translation>
    </message>
    <message>
        <source>{name} (local copy) — ClauseDesk</source>
        <translation>{name}（本机副本）— ClauseDesk</translation>
    </message>
    <message>
        <source>{name} is made on this computer and published in its place ({kind}) now and when you close it.</source>
        <translation>“{name}”建在本机，现在和关闭时发布到原定位置（{kind}）。</translation>
    </message>
    <message>
        <source>{name} is published.</source>
        <translation>“{name}”已发布。</translation>
    </message>
    <message>
        <source>{name} is published; the stick can be taken out safely.</source>
        <translation>“{name}”已发布，现在可以安全拔出U盘。</translation>
    </message>
    <message>
        <source>{name} lies in a place unsafe to work in ({kind}): you work on a copy here, published there when you close it.</source>
        <translation>“{name}”所在位置（{kind}）不宜直接写入：您在本机副本上工作，关闭时发布回去。</translation>
    </message>
</context>
<context>
    <name>RawRowView</name>
    <message>
        <source>Raw text of the row</source>
        <translation>本行原始文本</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Reading policies</source>
        <translation>读取政策文件</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取“{name}”</translation>
    </message>
    <message>
        <source>Reading {name} ({number} of {total})</source>
        <translation>正在读取“{name}”（第 {number} 个，共 {total} 个）</translation>
    </message>
    <message>
        <source>The reading was stopped; nothing was imported.</source>
        <translation>读取已停止，没有导入任何内容。</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message numerus="yes">
        <source>%n file(s) cannot be taken.</source>
        <translation>
            <numerusform>有 %n 个文件无法采纳。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on with the others</source>
        <translation>继续合并其余文件(&amp;G)</translation>
    </message>
    <message>
        <source>Looking at what was received</source>
        <translation>正在查看收到的文件</translation>
    </message>
    <message>
        <source>Received files</source>
        <translation>收到的文件</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
</context>
<context>
    <name>RejectedModel</name>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Why it is left out</source>
        <translation>未采纳的原因</translation>
    </message>
</context>
<context>
    <name>ReportFlow</name>
    <message>
        <source>The report was not written.</source>
        <translation>报告未写出。</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
</context>
<context>
    <name>ReviewerDialog</name>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>姓名(&amp;N)：</translation>
    </message>
    <message>
        <source>&amp;Organisation:</source>
        <translation>单位(&amp;O)：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Please give a name: colleagues must be able to tell your annotations from theirs.</source>
        <translation>请填写姓名，以便同事区分您的批注。</translation>
    </message>
    <message>
        <source>Who is reviewing?</source>
        <translation>请登记审阅人</translation>
    </message>
    <message>
        <source>Your name stands beside your annotations and assessments, so that colleagues can tell them from theirs.</source>
        <translation>您的姓名会显示在批注和评估旁，便于同事区分。</translation>
    </message>
</context>
<context>
    <name>RowButtons</name>
    <message>
        <source>&amp;Join</source>
        <translation>合并(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Split</source>
        <translation>拆分(&amp;S)</translation>
    </message>
    <message>
        <source>Add a row below this one</source>
        <translation>在本行之后加一行</translation>
    </message>
    <message>
        <source>Add ro&amp;w</source>
        <translation>加行(&amp;W)</translation>
    </message>
    <message>
        <source>Begin a new row at the caret in the raw text</source>
        <translation>从原文中光标处另起一行</translation>
    </message>
    <message>
        <source>Join abo&amp;ve</source>
        <translation>并入上行(&amp;V)</translation>
    </message>
    <message>
        <source>Make one row of this one and the next</source>
        <translation>把本行与下一行合成一行</translation>
    </message>
    <message>
        <source>Make one row of this one and the one before</source>
        <translation>把本行与上一行合成一行</translation>
    </message>
    <message>
        <source>Make the step again that was taken back</source>
        <translation>重做刚撤销的一步</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Rem&amp;ove</source>
        <translation>删除(&amp;O)</translation>
    </message>
    <message>
        <source>Row is ri&amp;ght</source>
        <translation>本行无误(&amp;G)</translation>
    </message>
    <message>
        <source>Take the last step back</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Take this row out</source>
        <translation>删去本行</translation>
    </message>
    <message>
        <source>This row is right; go to the next doubtful one</source>
        <translation>本行无误，转到下一处存疑</translation>
    </message>
    <message>
        <source>U&amp;ndo</source>
        <translation>撤销(&amp;N)</translation>
    </message>
    <message>
        <source>{hint} ({keys})</source>
        <translation>{hint}（{keys}）</translation>
    </message>
</context>
<context>
    <name>RowEditor</name>
    <message>
        <source>&amp;Category:</source>
        <translation>分类(&amp;C)：</translation>
    </message>
    <message>
        <source>&amp;Departments:</source>
        <translation>责任单位(&amp;D)：</translation>
    </message>
    <message>
        <source>&amp;Timing:</source>
        <translation>时间进度(&amp;T)：</translation>
    </message>
    <message>
        <source>Claus&amp;es:</source>
        <translation>对应条款(&amp;E)：</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Make the selected words the</source>
        <translation>将所选文字设为</translation>
    </message>
    <message>
        <source>N&amp;umber:</source>
        <translation>序号(&amp;U)：</translation>
    </message>
    <message>
        <source>Select words in the raw text first (%1)</source>
        <translation>先在原始文本中选中文字（%1）</translation>
    </message>
    <message>
        <source>Tas&amp;k:</source>
        <translation>任务(&amp;K)：</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>共 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>全部搜索</translation>
    </message>
    <message>
        <source>Search for</source>
        <translation>搜索内容</translation>
    </message>
    <message>
        <source>Words in policies, tasks, annotations and evidence</source>
        <translation>在政策文件、任务、批注和落实证据中搜索</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>外观(&amp;A)：</translation>
    </message>
    <message>
        <source>&amp;Body font of reports:</source>
        <translation>报告正文字体(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;Fixed:</source>
        <translation>固定为(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;Save settings</source>
        <translation>保存设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Title font of reports:</source>
        <translation>报告标题字体(&amp;T)：</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>As-of date:</source>
        <translation>统计截止日：</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>D&amp;ue soon from:</source>
        <translation>提前提醒(&amp;U)：</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Fixed as-of date</source>
        <translation>固定的统计截止日</translation>
    </message>
    <message>
        <source>Font of the &amp;policy text:</source>
        <translation>原文字体(&amp;P)：</translation>
    </message>
    <message>
        <source>Fonts of reports are named in the document, not embedded.</source>
        <translation>报告只记录字体名称，不嵌入字体。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Please give the as-of date as a day such as 2013-12-31, or choose today.</source>
        <translation>请按 2013-12-31 的形式填写统计截止日，或选择“今天”。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Size of the policy te&amp;xt:</source>
        <translation>原文字号(&amp;X)：</translation>
    </message>
    <message>
        <source>To&amp;day</source>
        <translation>今天(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Lock with a passphrase</source>
        <translation>加口令(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Part of it:</source>
        <translation>其中一部分(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>显示口令(&amp;S)</translation>
    </message>
    <message>
        <source>A&amp;gain:</source>
        <translation>再输一次(&amp;G)：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Deleted words and words that were changed since are not in the package.</source>
        <translation>共享包中不含已删除的内容，也不含已被改掉的文字。</translation>
    </message>
    <message>
        <source>Easy to guess. Four words that do not belong together are better, and easy to say.</source>
        <translation>容易被猜出。四个互不相干的词更好，也便于口头告知。</translation>
    </message>
    <message>
        <source>Hard to guess, unless somebody has many computers and a lot of time.</source>
        <translation>不易猜出，除非对方有大量计算机和时间。</translation>
    </message>
    <message>
        <source>Only with these &amp;tags (none: all)</source>
        <translation>只含这些标签的批注(&amp;T)，不选为全部</translation>
    </message>
    <message>
        <source>P&amp;olicies</source>
        <translation>政策文件(&amp;O)</translation>
    </message>
    <message>
        <source>Passp&amp;hrase:</source>
        <translation>口令(&amp;H)：</translation>
    </message>
    <message>
        <source>Please say where the package goes.</source>
        <translation>请指定共享包的位置。</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>审阅人</translation>
    </message>
    <message>
        <source>Share package</source>
        <translation>共享包</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tell it to the receiver in another way. Nobody can open the package without it.</source>
        <translation>请用其他途径把口令告诉收件人；没有口令，谁也打不开共享包。</translation>
    </message>
    <message>
        <source>The &amp;whole workspace</source>
        <translation>整个审阅库(&amp;W)</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>The two passphrases differ; type the same one twice.</source>
        <translation>两次输入的口令不一致，请重新输入。</translation>
    </message>
    <message>
        <source>There is a file of this name already; choose another name, or the same one again with Browse.</source>
        <translation>已有同名文件；请换一个名称，或用“浏览”再次选定它。</translation>
    </message>
    <message>
        <source>Tick at least one policy.</source>
        <translation>请至少勾选一份政策文件。</translation>
    </message>
    <message>
        <source>To &amp;file:</source>
        <translation>文件(&amp;F)：</translation>
    </message>
    <message>
        <source>Type the passphrase, or do not lock the package.</source>
        <translation>请输入口令，或取消加口令。</translation>
    </message>
    <message>
        <source>Very hard to guess.</source>
        <translation>很难猜出。</translation>
    </message>
    <message>
        <source>With the &amp;attached files (%1)</source>
        <translation>带上附件材料(&amp;A)（%1）</translation>
    </message>
    <message>
        <source>Work of these &amp;reviewers</source>
        <translation>这些审阅人的工作(&amp;R)</translation>
    </message>
    <message>
        <source>Write pac&amp;kage</source>
        <translation>写出共享包(&amp;K)</translation>
    </message>
</context>
<context>
    <name>SharingFlow</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n 条批注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n assessment(s)</source>
        <translation>
            <numerusform>%n 项评估</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个附件材料</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are missing or damaged here and were left out.</source>
        <translation>
            <numerusform>有 %n 个附件材料在本库中缺失或已损坏，未放入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of evidence</source>
        <translation>
            <numerusform>%n 条落实证据</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n policy(ies)</source>
        <translation>
            <numerusform>%n 份政策文件</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Look into a package</source>
        <translation>查看共享包</translation>
    </message>
    <message>
        <source>Looking into a package</source>
        <translation>正在查看共享包</translation>
    </message>
    <message>
        <source>Share package</source>
        <translation>共享包</translation>
    </message>
    <message>
        <source>Share packages and workspaces ({patterns});;All files (*)</source>
        <translation>共享包和审阅库 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>正在写出 {name}</translation>
    </message>
    <message>
        <source>You are looking into the package {name}; nothing can be changed here.</source>
        <translation>您正在查看共享包“{name}”，这里不能修改任何内容。</translation>
    </message>
    <message>
        <source>{name} (package, read only) — ClauseDesk</source>
        <translation>{name}（共享包，只读）— ClauseDesk</translation>
    </message>
    <message>
        <source>{name} is written, {size}, with {parts}.</source>
        <translation>已写出 {name}（{size}），含 {parts}。</translation>
    </message>
    <message>
        <source>{name} shared</source>
        <translation>{name} 共享</translation>
    </message>
</context>
<context>
    <name>SheetDialog</name>
    <message>
        <source>&amp;Add the tasks</source>
        <translation>添加任务(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Sheet:</source>
        <translation>工作表(&amp;S)：</translation>
    </message>
    <message>
        <source>(left out)</source>
        <translation>（不读取）</translation>
    </message>
    <message>
        <source>As a &amp;document of its own…</source>
        <translation>作为单独的文件导入(&amp;D)…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Lead departments</source>
        <translation>牵头单位</translation>
    </message>
    <message>
        <source>Name of the task</source>
        <translation>任务名称</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Other departments</source>
        <translation>配合单位</translation>
    </message>
    <message>
        <source>Rows of the sheet</source>
        <translation>工作表的各行</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>工作任务</translation>
    </message>
    <message>
        <source>Task table {name}</source>
        <translation>任务表“{name}”</translation>
    </message>
    <message>
        <source>Tasks &amp;begin in row:</source>
        <translation>任务起始行(&amp;B)：</translation>
    </message>
    <message>
        <source>The rows become tasks of “{title}”. Say what each column holds.</source>
        <translation>各行将成为《{title}》的任务，请确认各列的含义。</translation>
    </message>
    <message>
        <source>The tasks are still being read.</source>
        <translation>正在读取任务，请稍候。</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
</context>
<context>
    <name>SheetFlow</name>
    <message>
        <source>Import task table</source>
        <translation>导入任务表</translation>
    </message>
    <message>
        <source>Import the policy first; then its task table.</source>
        <translation>请先导入政策文件，再导入任务表。</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取“{name}”</translation>
    </message>
    <message>
        <source>Storing {name}</source>
        <translation>正在把“{name}”存入审阅库</translation>
    </message>
    <message>
        <source>Task tables ({patterns})</source>
        <translation>任务表 ({patterns})</translation>
    </message>
    <message>
        <source>The reading was stopped; nothing was imported.</source>
        <translation>读取已停止，没有导入任何内容。</translation>
    </message>
    <message>
        <source>{added} task(s) added, {changed} changed, {unchanged} as before, {kept} kept as a reviewer left them.</source>
        <translation>新增任务 {added} 项，更新 {changed} 项，未变 {unchanged} 项，保留审阅人修改 {kept} 项。</translation>
    </message>
</context>
<context>
    <name>SideCard</name>
    <message>
        <source>As it is shown now, from several writers</source>
        <translation>当前显示的内容，出自多人</translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>当前显示</translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message>
        <source>Source text</source>
        <translation>原文</translation>
    </message>
</context>
<context>
    <name>Stowing</name>
    <message>
        <source>Attaching files</source>
        <translation>正在添加附件材料</translation>
    </message>
    <message>
        <source>Taking the files into the workspace</source>
        <translation>正在把文件存入审阅库</translation>
    </message>
    <message>
        <source>The files were not attached.</source>
        <translation>文件未添加。</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n 条批注</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Colour…</source>
        <translation>颜色(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save tags</source>
        <translation>保存标签(&amp;S)</translation>
    </message>
    <message>
        <source>All reviewers of this workspace share these tags. Removing one takes it off every annotation.</source>
        <translation>标签由本审阅库的全体审阅人共用；删除后，所有批注上的该标签一并移除。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Every tag needs a name.</source>
        <translation>标签名称不能为空。</translation>
    </message>
    <message>
        <source>New tag %1</source>
        <translation>新标签 %1</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>删除(&amp;M)</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>There are two tags called %1.</source>
        <translation>有两个标签都叫“%1”。</translation>
    </message>
    <message>
        <source>Used in</source>
        <translation>使用情况</translation>
    </message>
</context>
<context>
    <name>TagsEdit</name>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Add a tag and press Enter</source>
        <translation>输入标签后按回车</translation>
    </message>
    <message>
        <source>Remove the tag %1</source>
        <translation>移除标签“%1”</translation>
    </message>
    <message>
        <source>Remove this tag</source>
        <translation>移除此标签</translation>
    </message>
</context>
<context>
    <name>TargetModel</name>
    <message>
        <source>By when</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>The year or the name stands in words before this figure and not beside it</source>
        <translation>时限或名称写在前文，不在这个数字旁边</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Year and name</source>
        <translation>时限与名称</translation>
    </message>
    <message>
        <source>from before</source>
        <translation>承上文</translation>
    </message>
    <message>
        <source>stated</source>
        <translation>直接写明</translation>
    </message>
    <message>
        <source>task {number}</source>
        <translation>任务 {number}</translation>
    </message>
</context>
<context>
    <name>TargetsPage</name>
    <message numerus="yes">
        <source>%n target(s)</source>
        <translation>
            <numerusform>%n 项指标</numerusform>
        </translation>
    </message>
    <message>
        <source>C&amp;opy as text</source>
        <translation>复制为文本(&amp;O)</translation>
    </message>
    <message>
        <source>No quantified targets were found in this document.</source>
        <translation>本文件中没有识别到量化指标。</translation>
    </message>
    <message>
        <source>The rows chosen, or all, for a spreadsheet (Ctrl+C)</source>
        <translation>复制选中的行（没有选时为全部），可粘贴到电子表格（Ctrl+C）</translation>
    </message>
</context>
<context>
    <name>TargetsView</name>
    <message>
        <source>Targets</source>
        <translation>指标</translation>
    </message>
</context>
<context>
    <name>TaskDelegate</name>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>TaskDialog</name>
    <message>
        <source>&amp;Category:</source>
        <translation>分类(&amp;C)：</translation>
    </message>
    <message>
        <source>&amp;Departments:</source>
        <translation>责任单位(&amp;D)：</translation>
    </message>
    <message>
        <source>&amp;Number:</source>
        <translation>序号(&amp;N)：</translation>
    </message>
    <message>
        <source>&amp;Save task</source>
        <translation>保存任务(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Timing:</source>
        <translation>时间进度(&amp;T)：</translation>
    </message>
    <message>
        <source>C&amp;lauses that it carries out:</source>
        <translation>对应条款(&amp;L)：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clauses</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Please write what the task is.</source>
        <translation>请填写任务内容。</translation>
    </message>
    <message>
        <source>Tas&amp;k:</source>
        <translation>任务(&amp;K)：</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>TaskFlow</name>
    <message>
        <source>Add task</source>
        <translation>添加任务</translation>
    </message>
    <message>
        <source>Choose a task in the table first.</source>
        <translation>请先在任务表中选择一项任务。</translation>
    </message>
    <message>
        <source>Edit task</source>
        <translation>编辑任务</translation>
    </message>
    <message>
        <source>Select the words in the policy text first.</source>
        <translation>请先在政策原文中选中文字。</translation>
    </message>
</context>
<context>
    <name>TaskModel</name>
    <message>
        <source>Annotations on the linked clauses</source>
        <translation>对应条款的批注数</translation>
    </message>
    <message>
        <source>Clauses</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Clauses: {list}</source>
        <translation>条款：{list}</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Departments responsible</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Evid.</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Linked clauses</source>
        <translation>对应条款</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Number; click to restore the order of the document</source>
        <translation>序号；点击恢复文件中的顺序</translation>
    </message>
    <message>
        <source>Pieces of evidence</source>
        <translation>落实证据件数</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Read from the file with little confidence; please check.</source>
        <translation>识别把握不大，请核对。</translation>
    </message>
    <message>
        <source>Reported progress</source>
        <translation>自报进展</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Task as written</source>
        <translation>任务（原文）</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
    <message>
        <source>Timing as written</source>
        <translation>时间进度（原文）</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>核查</translation>
    </message>
    <message>
        <source>Verified result</source>
        <translation>核查结论</translation>
    </message>
    <message>
        <source>Without category</source>
        <translation>未分类</translation>
    </message>
    <message>
        <source>{name}, today {now}</source>
        <translation>{name}（现为{now}）</translation>
    </message>
    <message>
        <source>{progress}, {percent} %</source>
        <translation>{progress}，{percent}%</translation>
    </message>
</context>
<context>
    <name>TaskPanel</name>
    <message>
        <source>Add clause</source>
        <translation>添加条款</translation>
    </message>
    <message>
        <source>Add task…</source>
        <translation>添加任务…</translation>
    </message>
    <message>
        <source>Choose a task in the table to see it in full.</source>
        <translation>在任务表中选择一项任务，即可查看全文。</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Correct this task</source>
        <translation>更正这项任务</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>责任单位</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>In the file:
{row}</source>
        <translation>文件原文：
{row}</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove this task; this can be undone</source>
        <translation>删除这项任务，可以撤销</translation>
    </message>
    <message>
        <source>Show this clause in the text</source>
        <translation>在原文中显示此条款</translation>
    </message>
    <message>
        <source>Task without number</source>
        <translation>无序号任务</translation>
    </message>
    <message>
        <source>Task {number}</source>
        <translation>任务 {number}</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时间进度</translation>
    </message>
    <message>
        <source>{departments} and others</source>
        <translation>{departments}等</translation>
    </message>
    <message>
        <source>{name} {operator} {value} {unit}</source>
        <translation>{name}：{operator}{value}{unit}</translation>
    </message>
    <message>
        <source>{name} {operator} {value} {unit} by {by}</source>
        <translation>{name}：{by}{operator}{value}{unit}</translation>
    </message>
    <message>
        <source>{name}, today {now}</source>
        <translation>{name}（现为{now}）</translation>
    </message>
    <message>
        <source>{target} (year or name from the words before)</source>
        <translation>{target}（时限或名称承上文）</translation>
    </message>
</context>
<context>
    <name>TaskTable</name>
    <message>
        <source>Add task</source>
        <translation>添加任务</translation>
    </message>
    <message>
        <source>Add task…</source>
        <translation>添加任务…</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Edit task…</source>
        <translation>编辑任务…</translation>
    </message>
    <message>
        <source>No task passes the filters.</source>
        <translation>没有符合筛选条件的任务。</translation>
    </message>
    <message>
        <source>No tasks were found in this document.</source>
        <translation>未在本文件中识别到任务。</translation>
    </message>
    <message>
        <source>Record evidence…</source>
        <translation>登记落实证据…</translation>
    </message>
    <message>
        <source>Remove task</source>
        <translation>删除任务</translation>
    </message>
    <message>
        <source>Set progress</source>
        <translation>设置自报进展</translation>
    </message>
    <message>
        <source>The workspace is open read only</source>
        <translation>审阅库以只读方式打开</translation>
    </message>
</context>
<context>
    <name>TaskView</name>
    <message>
        <source>Task table</source>
        <translation>任务表</translation>
    </message>
</context>
<context>
    <name>TaskWords</name>
    <message>
        <source>{kind}: by {due}</source>
        <translation>{kind}：最迟{due}</translation>
    </message>
    <message>
        <source>{kind}: from {start}</source>
        <translation>{kind}：自{start}起</translation>
    </message>
    <message>
        <source>{kind}: to be started between {start} and {due}</source>
        <translation>{kind}：{start}至{due}启动</translation>
    </message>
    <message>
        <source>{kind}: to be started by {due}</source>
        <translation>{kind}：最迟{due}启动</translation>
    </message>
    <message>
        <source>{kind}: {start} to {due}</source>
        <translation>{kind}：{start}至{due}</translation>
    </message>
    <message>
        <source>{name} ({role})</source>
        <translation>{name}（{role}）</translation>
    </message>
</context>
<context>
    <name>TextMenu</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit annotation</source>
        <translation>编辑批注</translation>
    </message>
    <message>
        <source>Make a task of the selection…</source>
        <translation>将所选文字设为任务…</translation>
    </message>
    <message>
        <source>Record evidence…</source>
        <translation>登记落实证据…</translation>
    </message>
    <message>
        <source>Remove annotation</source>
        <translation>删除批注</translation>
    </message>
</context>
<context>
    <name>ThirdValue</name>
    <message>
        <source>A colour is written as # and six digits (0–9, A–F).</source>
        <translation>颜色请写成 # 加六位数字（0–9、A–F）。</translation>
    </message>
    <message>
        <source>A percentage lies between 0 and 100.</source>
        <translation>百分比应在 0 到 100 之间。</translation>
    </message>
    <message>
        <source>This is no day; write it like 2013-08-08, or leave it empty.</source>
        <translation>日期无法识别；请写成 2013-08-08 的形式，或留空。</translation>
    </message>
    <message>
        <source>This is no number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>This may not be empty.</source>
        <translation>此项不能为空。</translation>
    </message>
</context>
<context>
    <name>TimingEdit</name>
    <message>
        <source>No timing</source>
        <translation>无时间进度</translation>
    </message>
    <message>
        <source>Timing as written</source>
        <translation>时间进度（原文）</translation>
    </message>
</context>
<context>
    <name>TurnFlow</name>
    <message>
        <source>Open for writing</source>
        <translation>打开并编辑</translation>
    </message>
    <message>
        <source>{name} is free now; it can be opened for writing.</source>
        <translation>“{name}”已无人占用，可以打开编辑。</translation>
    </message>
</context>
<context>
    <name>TwinsDialog</name>
    <message>
        <source>&amp;Join</source>
        <translation>并为一份(&amp;J)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose what is to be joined.</source>
        <translation>请勾选要并为一份的文件。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Everything written on both then stands on the one that was imported first. Undo takes it back.</source>
        <translation>并为一份后，两份上写过的内容都在先导入的那一份上。可以撤销。</translation>
    </message>
    <message>
        <source>Join the same policy</source>
        <translation>同一政策并为一份</translation>
    </message>
    <message>
        <source>No other policy in this workspace is the same document.</source>
        <translation>审阅库中没有与它相同的其他文件。</translation>
    </message>
    <message>
        <source>The same policy is here under another id:</source>
        <translation>审阅库中还有一份相同的文件：</translation>
    </message>
</context>
<context>
    <name>TwinsFlow</name>
    <message>
        <source>Joined: {exact} certain, {fuzzy} in doubt, {orphan} to place.</source>
        <translation>已并为一份：确定 {exact} 条，存疑 {fuzzy} 条，失位 {orphan} 条。</translation>
    </message>
    <message>
        <source>Joining the same policy</source>
        <translation>正在把相同的文件并为一份</translation>
    </message>
    <message>
        <source>Looking for the same policy</source>
        <translation>正在查找相同的文件</translation>
    </message>
    <message>
        <source>The same policy under another id: join after merging?</source>
        <translation>同一份文件以不同的形式导入：合并后并为一份？</translation>
    </message>
    <message>
        <source>the same words</source>
        <translation>文字相同</translation>
    </message>
    <message>
        <source>{likeness}; nothing was written there</source>
        <translation>{likeness}；其上没有写过内容</translation>
    </message>
    <message>
        <source>{likeness}; of what was written there {exact} certain, {fuzzy} in doubt, {orphan} to place</source>
        <translation>{likeness}；其上所写内容：确定 {exact} 条，存疑 {fuzzy} 条，失位 {orphan} 条</translation>
    </message>
    <message>
        <source>{percent}% alike</source>
        <translation>相似度 {percent}%</translation>
    </message>
</context>
<context>
    <name>VersionDialog</name>
    <message>
        <source>&amp;Compare</source>
        <translation>对照(&amp;C)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose the new version first.</source>
        <translation>请先选择新版本。</translation>
    </message>
    <message>
        <source>From a &amp;file…</source>
        <translation>从文件导入(&amp;F)…</translation>
    </message>
    <message>
        <source>New version of a policy</source>
        <translation>政策文件的新版本</translation>
    </message>
    <message>
        <source>No other policy is in this workspace. Import the new version from a file.</source>
        <translation>审阅库中没有其他政策文件，请从文件导入新版本。</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>Which policy is its new version? Nothing is written before you have seen the comparison.</source>
        <translation>哪一份是它的新版本？看过对照并确认之前，不会写入任何内容。</translation>
    </message>
</context>
<context>
    <name>VersionsFlow</name>
    <message>
        <source>Carried over: {exact} certain, {fuzzy} in doubt, {orphan} without a place.</source>
        <translation>已沿用：确定 {exact} 条，存疑 {fuzzy} 条，失位 {orphan} 条。</translation>
    </message>
    <message>
        <source>Carrying over what was written</source>
        <translation>正在沿用到新版本</translation>
    </message>
    <message>
        <source>Comparing two versions</source>
        <translation>正在对照两个版本</translation>
    </message>
    <message>
        <source>Comparing {old} with {new}</source>
        <translation>正在对照“{old}”与“{new}”</translation>
    </message>
    <message>
        <source>Everything had been carried over before; nothing was added.</source>
        <translation>内容此前都已沿用，没有新增。</translation>
    </message>
    <message>
        <source>New version of a policy</source>
        <translation>政策文件的新版本</translation>
    </message>
    <message>
        <source>Policies ({patterns});;All files (*)</source>
        <translation>政策文件 ({patterns});;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>A newer version is here</source>
        <translation>本文件已有新版本</translation>
    </message>
    <message>
        <source>Import policy…</source>
        <translation>导入政策文件…</translation>
    </message>
    <message>
        <source>Open a workspace to go on with a review, or look at the sample policy first.</source>
        <translation>打开审阅库继续审阅，或先看看样例政策。</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开样例</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开审阅库…</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>This workspace holds no policy yet. Import a policy file, or drop it on this window.</source>
        <translation>审阅库中还没有政策文件。请导入，或把文件拖到窗口中。</translation>
    </message>
</context>
</TS>
