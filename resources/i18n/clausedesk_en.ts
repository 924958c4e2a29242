<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>AgreementDialog</name>
    <message numerus="yes">
        <source>Blind review: %n judgement(s) of others are hidden and not counted</source>
        <translation>
            <numerusform>Blind review: %n judgement of others is hidden and not counted</numerusform>
            <numerusform>Blind review: %n judgements of others are hidden and not counted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgreementFlow</name>
    <message numerus="yes">
        <source>%n judgement(s) submitted.</source>
        <translation>
            <numerusform>%n judgement submitted.</numerusform>
            <numerusform>%n judgements submitted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AssessmentPanel</name>
    <message numerus="yes">
        <source>%n other(s) have judged this task; shown when you have both submitted.</source>
        <translation>
            <numerusform>%n other has judged this task; shown when you have both submitted.</numerusform>
            <numerusform>%n others have judged this task; each is shown when you have both submitted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupModel</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n annotation</numerusform>
            <numerusform>%n annotations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of evidence</source>
        <translation>
            <numerusform>%n piece of evidence</numerusform>
            <numerusform>%n pieces of evidence</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message numerus="yes">
        <source>%n change(s) in it are missing in the present workspace.</source>
        <translation>
            <numerusform>%n change in it is missing in the present workspace.</numerusform>
            <numerusform>%n changes in it are missing in the present workspace.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) written since are not in it; after restoring they can be merged back.</source>
        <translation>
            <numerusform>%n change written since is not in it; after restoring it can be merged back.</numerusform>
            <numerusform>%n changes written since are not in it; after restoring they can be merged back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Damaged: the check found %n problem(s). Choose another backup to restore.</source>
        <translation>
            <numerusform>Damaged: the check found %n problem. Choose another backup to restore.</numerusform>
            <numerusform>Damaged: the check found %n problems. Choose another backup to restore.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{evidence}, with %n file(s)</source>
        <translation>
            <numerusform>{evidence}, with %n file</numerusform>
            <numerusform>{evidence}, with %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardWords</name>
    <message numerus="yes">
        <source>%n d ago</source>
        <translation>
            <numerusform>%n d ago</numerusform>
            <numerusform>%n d ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reply(ies)</source>
        <translation>
            <numerusform>%n reply</numerusform>
            <numerusform>%n replies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CareFlow</name>
    <message numerus="yes">
        <source>%n thing(s) could not be put right; restore a copy from the backup folder.</source>
        <translation>
            <numerusform>%n thing could not be put right; restore a copy from the backup folder.</numerusform>
            <numerusform>%n things could not be put right; restore a copy from the backup folder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The workspace was not closed properly, and %n thing(s) in it are not in order.</source>
        <translation>
            <numerusform>The workspace was not closed properly, and %n thing in it is not in order.</numerusform>
            <numerusform>The workspace was not closed properly, and %n things in it are not in order.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictPage</name>
    <message numerus="yes">
        <source>%n conflict(s) selected: decide them together below.</source>
        <translation>
            <numerusform>%n conflict selected: decide it below.</numerusform>
            <numerusform>%n conflicts selected: decide them together below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsDialog</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EncodingDialog</name>
    <message numerus="yes">
        <source>%n character(s) of the file cannot be read in this encoding.</source>
        <translation>
            <numerusform>%n character of the file cannot be read in this encoding.</numerusform>
            <numerusform>%n characters of the file cannot be read in this encoding.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidenceModel</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message numerus="yes">
        <source>Bring in the %n comment(s) of the file as annotations</source>
        <translation>
            <numerusform>Bring in the %n comment of the file as an annotation</numerusform>
            <numerusform>Bring in the %n comments of the file as annotations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged</source>
        <translation>
            <numerusform>%n judged</numerusform>
            <numerusform>%n judged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutlineModel</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n annotation</numerusform>
            <numerusform>%n annotations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewHead</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clause(s)</source>
        <translation>
            <numerusform>%n clause</numerusform>
            <numerusform>%n clauses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n doubtful</numerusform>
            <numerusform>%n doubtful</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n indicator(s)</source>
        <translation>
            <numerusform>%n indicator</numerusform>
            <numerusform>%n indicators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%n section</numerusform>
            <numerusform>%n sections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message numerus="yes">
        <source>%n doubtful row(s) left</source>
        <translation>
            <numerusform>%n doubtful row left</numerusform>
            <numerusform>%n doubtful rows left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message numerus="yes">
        <source>%n file(s) cannot be taken.</source>
        <translation>
            <numerusform>%n file cannot be taken.</numerusform>
            <numerusform>%n files cannot be taken.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>%n place found</numerusform>
            <numerusform>%n places found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharingFlow</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n annotation</numerusform>
            <numerusform>%n annotations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n assessment(s)</source>
        <translation>
            <numerusform>%n assessment</numerusform>
            <numerusform>%n assessments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are missing or damaged here and were left out.</source>
        <translation>
            <numerusform>%n file is missing or damaged here and was left out.</numerusform>
            <numerusform>%n files are missing or damaged here and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of evidence</source>
        <translation>
            <numerusform>%n piece of evidence</numerusform>
            <numerusform>%n pieces of evidence</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n policy(ies)</source>
        <translation>
            <numerusform>%n policy</numerusform>
            <numerusform>%n policies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n annotation</numerusform>
            <numerusform>%n annotations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetsPage</name>
    <message numerus="yes">
        <source>%n target(s)</source>
        <translation>
            <numerusform>%n target</numerusform>
            <numerusform>%n targets</numerusform>
        </translation>
    </message>
</context>
</TS>
